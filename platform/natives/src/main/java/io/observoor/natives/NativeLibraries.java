package io.observoor.natives;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Loads the native libraries that the bindings on the launcher's class path call. */
public final class NativeLibraries {

  /** System property with the file of libbpf, if it is in none of the default directories. */
  public static final String LIBBPF_PROPERTY = "observoor.libbpf";

  private static final String LIBBPF = "libbpf.so.1";

  private static boolean loaded;

  private NativeLibraries() {}

  /**
   * Loads libbpf. Idempotent; any thread.
   *
   * @throws UnsatisfiedLinkError if it is not found or cannot be loaded; the message names the
   *     searched directories and the package to install
   */
  public static synchronized void loadLibbpf() {
    if (!loaded) {
      load(locate(System.getProperty(LIBBPF_PROPERTY), defaultDirectories()));
      loaded = true;
    }
  }

  static Path locate(String configured, List<Path> directories) {
    if (configured != null) {
      Path file = Path.of(configured).toAbsolutePath();
      if (Files.isReadable(file)) {
        return file;
      }
      throw new UnsatisfiedLinkError(
          "cannot read " + file + ", the file of libbpf according to -D" + LIBBPF_PROPERTY);
    }
    for (Path directory : directories) {
      Path file = directory.resolve(LIBBPF);
      if (Files.isReadable(file)) {
        return file;
      }
    }
    throw new UnsatisfiedLinkError(
        "libbpf is not installed: no "
            + LIBBPF
            + " in "
            + String.join(", ", directories.stream().map(Path::toString).toList())
            + " (Debian, Ubuntu: apt-get install libbpf1; Fedora: dnf install libbpf; elsewhere: -D"
            + LIBBPF_PROPERTY
            + "=FILE)");
  }

  @SuppressWarnings("restricted")
  private static void load(Path file) {
    try {
      System.load(file.toString());
    } catch (UnsatisfiedLinkError e) {
      var error = new UnsatisfiedLinkError("cannot load libbpf: " + e.getMessage());
      error.initCause(e);
      throw error;
    }
  }

  private static List<Path> defaultDirectories() {
    String multiarch =
        System.getProperty("os.arch").equals("aarch64") ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
    return List.of(
        Path.of("/usr/local/lib"),
        Path.of("/usr/lib", multiarch),
        Path.of("/lib", multiarch),
        Path.of("/usr/lib64"),
        Path.of("/usr/lib"));
  }
}
