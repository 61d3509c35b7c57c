package io.observoor.libbpf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The BPF object of the tests, src/test/bpf/calls.bpf.c. */
final class TestObjects {
  static final String ENTER = "calls_enter";
  static final String CARELESS = "careless";
  static final String NOWHERE = "nowhere";

  private TestObjects() {}

  /** Opens it with {@code calls_enter} as the only program to load. */
  static BpfObject open() {
    BpfObject object = BpfObject.open(elf(), "calls");
    object.setAutoload(CARELESS, false);
    object.setAutoload(NOWHERE, false);
    return object;
  }

  static byte[] elf() {
    String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    try (InputStream in =
        TestObjects.class.getResourceAsStream("/bpf/" + architecture + "/calls.bpf.o")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
