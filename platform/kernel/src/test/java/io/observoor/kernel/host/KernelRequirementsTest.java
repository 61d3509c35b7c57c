package io.observoor.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelRequirementsTest {
  @TempDir Path directory;

  @Test
  void errorOfAnOldKernelNamesTheRequiredRelease() {
    String reason = KernelRequirements.missing("5.4.0-42-generic", directory).orElseThrow();

    assertEquals(
        "kernel 5.4.0-42-generic is too old: BPF ring buffers need Linux 5.8 or later", reason);
  }

  @Test
  void errorOfAKernelWithoutBtfNamesTheFix() {
    String reason = KernelRequirements.missing("6.1.0", directory.resolve("vmlinux")).orElseThrow();

    assertTrue(reason.contains("no BTF"), reason);
    assertTrue(reason.contains("CONFIG_DEBUG_INFO_BTF"), reason);
  }

  @Test
  void acceptsANewKernelWithBtf() throws IOException {
    Path btf = Files.writeString(directory.resolve("vmlinux"), "x");

    assertEquals(Optional.empty(), KernelRequirements.missing("5.8.0", btf));
    assertEquals(Optional.empty(), KernelRequirements.missing("6.18.44-fc", btf));
  }

  @Test
  void tracepointsArePreemptibleFromSevenOn() {
    assertFalse(KernelRequirements.preemptsTracepoints("6.18.44-fc"));
    assertTrue(KernelRequirements.preemptsTracepoints("7.3.4+deb13-amd64"));
    assertFalse(KernelRequirements.preemptsTracepoints("unknown"));
  }
}
