package io.observoor.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.ClientType;
import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.SoftwareEvent;
import io.observoor.api.probe.SoftwareEvent.Kind;
import io.observoor.kernel.EventStatus;
import io.observoor.kernel.EventStatus.State;
import io.observoor.kernel.HookKind;
import io.observoor.kernel.ring.SystemCalls;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Probes on the running kernel, from installation to removal; needs root and BTF. */
class ProbeLifecycleTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private Kernel kernel(String... disabledGroups) {
    Kernel kernel =
        new Kernel(new RecordingPipeline(), 1 << 20, ProbeRules.without(disabledGroups));
    assertTrue(new ProcessMap(kernel).track((int) ProcessHandle.current().pid(), ClientType.GETH));
    return kernel;
  }

  private long readAfter(Kernel kernel, String event) {
    assertTrue(kernel.side().orElseThrow().reader().drain(TIMEOUT));
    return kernel.statistics().eventsRead().getOrDefault(event, 0L);
  }

  @Test
  void usesTheFirstAlternativeThatLoadsAndAttaches() {
    try (Kernel kernel = kernel()) {
      kernel.install(
          Alternatives.probe(
              Attachment.of("first")
                  .programs("rejected by the verifier", "refused_by_verifier")
                  .programs("no such hook", "refused_at_attach")
                  .programs("raw_tp", "good_first"),
              Attachment.of("second").programs("raw_tp", "good_second")));

      List<EventStatus> events = kernel.events();
      assertEquals(State.ATTACHED, events.getFirst().state());
      assertEquals("raw_tp", events.getFirst().hook());
      assertTrue(
          events.getFirst().reason().contains("rejected by the verifier")
              && events.getFirst().reason().contains("no such hook"),
          events.getFirst().reason());
      assertEquals(State.ATTACHED, events.getLast().state());
      SystemCalls.call(1009);
      assertEquals(1009, readAfter(kernel, "first"));
      assertEquals(1009, readAfter(kernel, "second"));
    }
  }

  @Test
  void aProgramRunsAtASoftwareEvent() {
    try (Kernel kernel = kernel()) {
      kernel.install(
          Alternatives.probe(
              Attachment.of("first")
                  .programs("perf_event", "at_software_event")
                  .at("at_software_event", SoftwareEvent.each(Kind.PAGE_FAULTS_MINOR))));

      assertEquals(State.ATTACHED, kernel.events().getFirst().state());
      try (Arena arena = Arena.ofConfined()) {
        // more than the heap has free, so that the kernel maps new pages
        arena.allocate(4 << 20).fill((byte) 1);
      }
      assertTrue(readAfter(kernel, "first") > 0);
    }
  }

  @Test
  void aDisabledKindOfHookIsNotTried() {
    ProbeRules rules = new ProbeRules(Set.of(), Set.of(HookKind.RAW_TP), SamplingRules.NONE);
    try (Kernel kernel = new Kernel(new RecordingPipeline(), 1 << 20, rules)) {
      kernel.install(
          Alternatives.probe(
              Attachment.of("first")
                  .programs("raw_tp", "good_first")
                  .programs("perf_event", "at_software_event")
                  .at("at_software_event", SoftwareEvent.each(Kind.PAGE_FAULTS_MINOR)),
              Attachment.of("second").programs("raw_tp", "good_second")));

      List<EventStatus> events = kernel.events();
      assertEquals("perf_event", events.getFirst().hook());
      assertEquals(State.UNAVAILABLE, events.getLast().state());
      assertTrue(events.getLast().reason().contains("hooks.disabled"), events.getLast().reason());
    }
  }

  @Test
  void optionalProgramsHaveTheirOwnGroup() {
    Attachment[] attachments = {
      Attachment.of("first").programs("raw_tp", "good_first"),
      Attachment.of("first").group("more").programs("raw_tp", "good_second")
    };
    try (Kernel kernel = kernel()) {
      kernel.install(Alternatives.probe(attachments));
      assertEquals(Map.of(HookKind.RAW_TP, 2), kernel.statistics().programsAttached());
    }
    try (Kernel kernel = kernel("more")) {
      kernel.install(Alternatives.probe(attachments));
      assertEquals(State.ATTACHED, kernel.events().getFirst().state());
      assertEquals(Map.of(HookKind.RAW_TP, 1), kernel.statistics().programsAttached());
    }
  }

  @Test
  void anEventWithoutAWorkingAlternativeIsUnavailableAndTheOthersWork() {
    try (Kernel kernel = kernel()) {
      kernel.install(
          Alternatives.probe(
              Attachment.of("first").programs("rejected by the verifier", "refused_by_verifier"),
              Attachment.of("second").programs("raw_tp", "good_second")));

      EventStatus first = kernel.events().getFirst();
      assertEquals(State.UNAVAILABLE, first.state());
      assertTrue(first.reason().contains("refused_by_verifier"), first.reason());
      SystemCalls.call(101);
      assertEquals(101, readAfter(kernel, "second"));
      assertEquals(1, kernel.statistics().eventsUnavailable());
      assertEquals(Map.of(HookKind.RAW_TP, 1), kernel.statistics().programsAttached());
      assertEquals(Map.of(HookKind.RAW_TP, 1), kernel.statistics().programsFailed());
    }
  }

  @Test
  void aDisabledGroupIsNotLoaded() {
    try (Kernel kernel = kernel("first")) {
      kernel.install(
          Alternatives.probe(
              Attachment.of("first").programs("raw_tp", "good_first"),
              Attachment.of("second").programs("raw_tp", "good_second")));

      assertEquals(State.DISABLED, kernel.events().getFirst().state());
      assertEquals(Map.of(HookKind.RAW_TP, 1), kernel.statistics().programsAttached());
      assertEquals(Map.of(), kernel.statistics().programsFailed());
      SystemCalls.call(11);
      assertEquals(0, readAfter(kernel, "first"));
      assertEquals(11, readAfter(kernel, "second"));
    }
  }

  @Test
  void recordsOfARemovedProbeAreStillRead() {
    ProbeDeclaration probe =
        Alternatives.probe(Attachment.of("first").programs("raw_tp", "good_first"));
    try (Kernel kernel = kernel()) {
      kernel.install(probe);
      SystemCalls.call(503);
      kernel.remove(probe.name());
      SystemCalls.call(7);
      kernel.install(probe);
      SystemCalls.call(211);

      assertEquals(503 + 211, readAfter(kernel, "first"));
    }
  }

  @Test
  void anUntrackedProcessSendsNothing() {
    try (Kernel kernel = kernel()) {
      kernel.install(Alternatives.probe(Attachment.of("first").programs("raw_tp", "good_first")));
      SystemCalls.call(3);
      new ProcessMap(kernel).untrack((int) ProcessHandle.current().pid());
      SystemCalls.call(1000);

      assertEquals(3, readAfter(kernel, "first"));
    }
  }

  @Test
  void quiesceReadsEverythingAndRefusesNewProbes() {
    try (Kernel kernel = kernel()) {
      ProbeDeclaration probe =
          Alternatives.probe(Attachment.of("first").programs("raw_tp", "good_first"));
      kernel.install(probe);
      SystemCalls.call(97);
      kernel.quiesce();

      assertEquals(97, kernel.statistics().eventsRead().get("first"));
      assertEquals(State.DETACHED, kernel.events().getFirst().state());
      assertEquals(Map.of(), kernel.statistics().programsAttached());
      assertFalse(kernel.install(probe));
    }
  }

  @Test
  void aSecondProbeOfTheSameNameIsRefused() {
    ProbeDeclaration probe =
        Alternatives.probe(Attachment.of("first").programs("raw_tp", "good_first"));
    try (Kernel kernel = kernel()) {
      assertTrue(kernel.install(probe));
      assertFalse(kernel.install(probe));
      SystemCalls.call(5);
      assertEquals(5, readAfter(kernel, "first"));
    }
  }
}
