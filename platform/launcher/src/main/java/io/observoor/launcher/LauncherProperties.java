package io.observoor.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Properties that the build sets. */
final class LauncherProperties {

  private LauncherProperties() {}

  static String version() {
    return load().getProperty("version");
  }

  /** Returns the packages of the class path that bundles may import, with versions. */
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
