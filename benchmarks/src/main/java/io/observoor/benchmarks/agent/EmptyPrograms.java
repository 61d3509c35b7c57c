package io.observoor.benchmarks.agent;

import io.observoor.libbpf.BpfObject;
import java.io.IOException;
import java.io.InputStream;

/** A pair of programs that do nothing, attached where probes-syscall's are, until it is closed. */
final class EmptyPrograms implements AutoCloseable {
  private final BpfObject object;

  private EmptyPrograms(BpfObject object) {
    this.object = object;
  }

  /**
   * Attaches them.
   *
   * @throws io.observoor.libbpf.BpfException when the kernel has no such hook
   */
  static EmptyPrograms attach() throws IOException {
    String architecture = "amd64".equals(System.getProperty("os.arch")) ? "x86_64" : "aarch64";
    try (InputStream elf =
        EmptyPrograms.class.getResourceAsStream("/bpf/" + architecture + "/empty.bpf.o")) {
      BpfObject object = BpfObject.open(elf.readAllBytes(), "benchmarks");
      try {
        object.load();
        object.attach("entered");
        object.attach("returned");
        return new EmptyPrograms(object);
      } catch (RuntimeException e) {
        object.close();
        throw e;
      }
    }
  }

  @Override
  public void close() {
    object.close();
  }
}
