package io.observoor.probes.mem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.FieldDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricKind;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.SoftwareEvent;
import io.observoor.testing.probe.BpfPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the declaration with the BPF sources and with the names of the reference agent. */
final class MemProbeTest {
  private static final Path SOURCES = Path.of("src/main/bpf");
  private static final Pattern ENUMERATOR = Pattern.compile("\\b([A-Z_]+) = (\\d+),");

  private final ProbeDeclaration declaration = new MemProbe(true).declaration();

  @Test
  void eventNumbersMatchTheBpfEnum() throws IOException {
    Map<String, Integer> numbers =
        ENUMERATOR
            .matcher(Files.readString(SOURCES.resolve("mem.h")))
            .results()
            .collect(
                Collectors.toMap(
                    match -> match.group(1).toLowerCase(Locale.ROOT),
                    match -> Integer.valueOf(match.group(2))));
    assertEquals(declaration.events().size(), numbers.size());
    numbers.forEach((name, number) -> assertEquals(number, declaration.eventIndex(name), name));
  }

  @Test
  void eachEventHasItsOwnGroupAndAttachment() {
    List<String> names = declaration.events().stream().map(EventDeclaration::name).toList();
    assertEquals(names, declaration.events().stream().map(EventDeclaration::group).toList());
    assertEquals(
        names.stream().map(List::of).toList(),
        declaration.attachments().stream().map(Attachment::events).toList());
  }

  @Test
  void fieldsMatchTheBpfPrograms() {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (EventDeclaration event : declaration.events()) {
      fields.put(event.name(), event.fields().stream().map(FieldDeclaration::name).toList());
    }
    assertEquals(
        Map.of(
            "page_fault", List.of("major"),
            "mem_reclaim", List.of("duration_ns"),
            "mem_compaction", List.of("duration_ns"),
            "swap_in", List.of("pages"),
            "swap_out", List.of("pages"),
            "oom_kill", List.of(),
            "process_exit", List.of("exit_code")),
        fields);
  }

  @Test
  void metricsMatchTheReferenceAgent() {
    Map<String, MetricKind> kinds = new LinkedHashMap<>();
    for (MetricDeclaration metric : declaration.metrics()) {
      kinds.put(metric.name(), metric.kind());
    }
    assertEquals(
        Map.of(
            "page_fault_major", MetricKind.COUNTER,
            "page_fault_minor", MetricKind.COUNTER,
            "mem_reclaim", MetricKind.LATENCY,
            "mem_compaction", MetricKind.LATENCY,
            "swap_in", MetricKind.COUNTER,
            "swap_out", MetricKind.COUNTER,
            "oom_kill", MetricKind.COUNTER,
            "process_exit", MetricKind.COUNTER),
        kinds);
  }

  @Test
  void softwareEventsOfPageFaultsHavePeriodOne() {
    assertEquals(
        Map.of(
            "fault_minor_perf", SoftwareEvent.each(SoftwareEvent.Kind.PAGE_FAULTS_MINOR),
            "fault_major_perf", SoftwareEvent.each(SoftwareEvent.Kind.PAGE_FAULTS_MAJOR)),
        declaration.attachments().getFirst().alternatives().getFirst().softwareEvents());
  }

  @Test
  void countMemcgEventsIsNotUsedWithoutMemoryCgroups() {
    assertTrue(hooks(declaration).anyMatch(hook -> hook.endsWith("count_memcg_events")));
    assertFalse(
        hooks(new MemProbe(false).declaration())
            .anyMatch(hook -> hook.endsWith("count_memcg_events")));
  }

  @Test
  void parsesProcCgroups() {
    String header = "#subsys_name\thierarchy\tnum_cgroups\tenabled";
    assertTrue(MemoryCgroups.enabled(List.of(header, "cpu\t1\t1\t1", "memory\t4\t17\t1")));
    assertFalse(MemoryCgroups.enabled(List.of(header, "cpu\t1\t1\t1", "memory\t0\t1\t0")));
    assertTrue(MemoryCgroups.enabled(List.of(header)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64"})
  void objectContainsEveryDeclaredProgram(String architecture) throws IOException {
    assertEquals(List.of(), BpfPrograms.missing(declaration, architecture));
  }

  private static Stream<String> hooks(ProbeDeclaration declaration) {
    return declaration.attachments().stream()
        .flatMap(attachment -> attachment.alternatives().stream())
        .map(Attachment.Alternative::hook);
  }
}
