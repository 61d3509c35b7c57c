package io.observoor.api.probe;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A compiled BPF object inside a bundle: the resource {@code /bpf/ARCHITECTURE/NAME.bpf.o}, with
 * the architecture as {@code uname -m} prints it ({@code x86_64}, {@code aarch64}).
 *
 * @param anchor a class of the bundle that holds the resource
 * @param name the object's name without folder and suffix
 */
public record ObjectFile(Class<?> anchor, String name) {

  /**
   * Reads the object for one architecture.
   *
   * @throws IOException if the bundle has none for it
   */
  public byte[] read(String architecture) throws IOException {
    String path = "/bpf/" + architecture + "/" + name + ".bpf.o";
    try (InputStream in = anchor.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(
            "the bundle of " + anchor.getName() + " has no BPF object " + path);
      }
      return in.readAllBytes();
    }
  }
}
