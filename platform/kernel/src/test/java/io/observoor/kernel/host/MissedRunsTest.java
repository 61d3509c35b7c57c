package io.observoor.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.observoor.api.batch.ClientType;
import io.observoor.api.probe.Attachment;
import io.observoor.kernel.ring.LossSink;
import io.observoor.kernel.ring.SystemCalls;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs of programs that the kernel passes over, on the running kernel: a program at page faults of
 * the kernel that makes one itself.
 */
class MissedRunsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int CALLS = 127;
  private static final int FIRST = 0;

  private final RecordingPipeline pipeline = new RecordingPipeline();

  @BeforeEach
  void tracepoint() {
    assumeTrue(
        System.getProperty("os.arch").equals("amd64"), "only x86-64 traces page faults like this");
  }

  private Kernel installed(Attachment... attachments) {
    Kernel kernel = new Kernel(pipeline, 1 << 20, ProbeRules.without());
    assertTrue(kernel.processes().track((int) ProcessHandle.current().pid(), ClientType.GETH));
    assertTrue(kernel.probes().install(Alternatives.probe(attachments)));
    return kernel;
  }

  @Test
  void areLossesOfTheEventThatTheProgramServes() {
    try (Kernel kernel =
        installed(
            Attachment.of("second").programs("raw_tp", "faults"),
            Attachment.of("first").programs("raw_tp", "faults_within"))) {
      SystemCalls.call(CALLS);

      assertTrue(kernel.reader().orElseThrow().drainNow(PATIENCE));
      assertEquals(CALLS, pipeline.skipped(FIRST));
      assertTrue(kernel.reader().orElseThrow().drainNow(PATIENCE));
      assertEquals(CALLS, pipeline.skipped(FIRST), "told once");
    }
  }

  @Test
  void areLossesWhenTheProgramIsDetachedAtOnce() {
    try (Kernel kernel =
        installed(
            Attachment.of("second").programs("raw_tp", "faults"),
            Attachment.of("first").programs("raw_tp", "faults_within"))) {
      SystemCalls.call(CALLS);
      kernel.probes().remove("alternatives");

      assertEquals(CALLS, pipeline.skipped(FIRST));
    }
  }

  @Test
  void ofAProgramThatServesSeveralEventsAreOfUnknownType() {
    try (Kernel kernel =
        installed(Attachment.of("first", "second").programs("raw_tp", "faults", "faults_within"))) {
      SystemCalls.call(CALLS);

      assertTrue(kernel.reader().orElseThrow().drainNow(PATIENCE));
      assertEquals(CALLS, pipeline.skipped(LossSink.UNKNOWN_TYPE));
    }
  }

  @Test
  void areNoLossesWhereAnotherProgramMakesUpForThem() {
    try (Kernel kernel =
        installed(
            Attachment.of("second").programs("raw_tp", "faults"),
            Attachment.of("first").programs("raw_tp", "faults_within").second("faults_within"))) {
      SystemCalls.call(CALLS);

      assertTrue(kernel.reader().orElseThrow().drainNow(PATIENCE));
      assertEquals(0, pipeline.skipped(FIRST));
    }
  }
}
