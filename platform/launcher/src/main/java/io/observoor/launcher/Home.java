package io.observoor.launcher;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the distribution is. */
final class Home {

  /** System property that names the directory of the distribution, when it is not where we are. */
  static final String PROPERTY = "observoor.home";

  private Home() {}

  static Path directory() {
    String configured = System.getProperty(PROPERTY);
    if (configured != null) {
      return Path.of(configured).toAbsolutePath();
    }
    try {
      Path jar = Path.of(Home.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.getParent().getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot tell where the launcher lies", e);
    }
  }
}
