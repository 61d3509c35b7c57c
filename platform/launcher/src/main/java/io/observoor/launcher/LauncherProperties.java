package io.observoor.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build says about itself. */
final class LauncherProperties {

  private LauncherProperties() {}

  static String version() {
    return load().getProperty("version");
  }

  /** The packages of the class path that bundles may import, with their versions. */
  static String exports() {
    return load().getProperty("exports");
  }

  private static Properties load() {
    var properties = new Properties();
    try (InputStream in = LauncherProperties.class.getResourceAsStream("launcher.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
