package io.observoor.libbpf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LibbpfTest {

  @Test
  void knowsTheKernel() {
    assertTrue(Libbpf.possibleCpus() >= Runtime.getRuntime().availableProcessors());
    assertTrue(Libbpf.pageSize() >= 4096);
  }
}
