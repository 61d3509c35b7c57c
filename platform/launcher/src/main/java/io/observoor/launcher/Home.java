package io.observoor.launcher;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The directory of the distribution. */
final class Home {

  /** System property that overrides the directory. */
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
      throw new IllegalStateException("cannot locate the launcher's jar", e);
    }
  }
}
