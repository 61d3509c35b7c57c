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
 * Skipped runs on the running kernel: a program at page faults of the kernel that causes one
 * itself.
 */
class SkippedRunsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int CALLS = 127;
  private static final int FIRST = 0;

  private final RecordingPipeline pipeline = new RecordingPipeline();

  @BeforeEach
  void tracepoint() {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "only x86-64 has this tracepoint");
  }

  private Kernel installed(Attachment... attachments) {
    Kernel kernel = new Kernel(pipeline, 1 << 20, ProbeRules.without());
    assertTrue(new ProcessMap(kernel).track((int) ProcessHandle.current().pid(), ClientType.GETH));
    assertTrue(kernel.install(Alternatives.probe(attachments)));
    return kernel;
  }

  @Test
  void areLossesOfTheProgramsEvent() {
    try (Kernel kernel =
        installed(
            Attachment.of("second").programs("raw_tp", "faults"),
            Attachment.of("first").programs("raw_tp", "faults_within"))) {
      SystemCalls.call(CALLS);

      assertTrue(kernel.side().orElseThrow().reader().drain(TIMEOUT));
      assertEquals(CALLS, pipeline.skipped(FIRST));
      assertTrue(kernel.side().orElseThrow().reader().drain(TIMEOUT));
      assertEquals(CALLS, pipeline.skipped(FIRST), "reported once");
    }
  }

  @Test
  void areLossesIfTheProgramIsDetachedAtOnce() {
    try (Kernel kernel =
        installed(
            Attachment.of("second").programs("raw_tp", "faults"),
            Attachment.of("first").programs("raw_tp", "faults_within"))) {
      SystemCalls.call(CALLS);
      kernel.remove("alternatives");

      assertEquals(CALLS, pipeline.skipped(FIRST));
    }
  }

  @Test
  void ofAProgramOfSeveralEventsHaveUnknownType() {
    try (Kernel kernel =
        installed(Attachment.of("first", "second").programs("raw_tp", "faults", "faults_within"))) {
      SystemCalls.call(CALLS);

      assertTrue(kernel.side().orElseThrow().reader().drain(TIMEOUT));
      assertEquals(CALLS, pipeline.skipped(LossSink.UNKNOWN_TYPE));
    }
  }

  @Test
  void areNoLossesIfASecondProgramDoesTheirWork() {
    try (Kernel kernel =
        installed(
            Attachment.of("second").programs("raw_tp", "faults"),
            Attachment.of("first").programs("raw_tp", "faults_within").second("faults_within"))) {
      SystemCalls.call(CALLS);

      assertTrue(kernel.side().orElseThrow().reader().drain(TIMEOUT));
      assertEquals(0, pipeline.skipped(FIRST));
    }
  }
}
