package io.observoor.natives;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads the native libraries that bundles call through the bindings on the launcher's class path.
 */
public final class NativeLibraries {

  /** System property that names the file of libbpf when it lies in none of the usual places. */
  public static final String LIBBPF_PROPERTY = "observoor.libbpf";

  private static final String LIBBPF = "libbpf.so.1";

  private static boolean loaded;

  private NativeLibraries() {}

  /**
   * Loads libbpf. The first call that succeeds loads it, later ones return at once; any thread may
   * call.
   *
   * @throws UnsatisfiedLinkError when it is not found or cannot be loaded; the message says where
   *     it was looked for and how to get it
   */
  public static synchronized void loadLibbpf() {
    if (!loaded) {
      load(locate(System.getProperty(LIBBPF_PROPERTY), usualDirectories()));
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
          "cannot read libbpf at " + file + ", where -D" + LIBBPF_PROPERTY + " says it is");
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

  private static List<Path> usualDirectories() {
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
