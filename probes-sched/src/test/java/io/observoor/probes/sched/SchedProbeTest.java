package io.observoor.probes.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.testing.probe.BpfPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the declaration with the BPF sources. */
final class SchedProbeTest {
  private static final Path SOURCES = Path.of("src/main/bpf");

  private final ProbeDeclaration declaration = new SchedProbe().declaration();

  @Test
  void eventNumbersMatchTheBpfEnum() throws IOException {
    List<String> numbered =
        Pattern.compile("\\b(SCHED_[A-Z]+) = (\\d+),")
            .matcher(Files.readString(SOURCES.resolve("sched.h")))
            .results()
            .map(match -> match.group(2) + " " + match.group(1).toLowerCase(Locale.ROOT))
            .toList();
    assertEquals(
        declaration.events().stream()
            .map(event -> declaration.eventIndex(event.name()) + " " + event.name())
            .toList(),
        numbered);
  }

  @Test
  void fieldCountsMatchTheBpfPrograms() throws IOException {
    Set<String> reserved =
        Pattern.compile("observoor_reserve\\((SCHED_[A-Z]+), origin, now, (\\d+)\\)")
            .matcher(Files.readString(SOURCES.resolve("sched.bpf.c")))
            .results()
            .map(match -> match.group(1).toLowerCase(Locale.ROOT) + " " + match.group(2))
            .collect(Collectors.toSet());
    assertEquals(
        declaration.events().stream()
            .map(event -> event.name() + " " + event.fields().size())
            .collect(Collectors.toSet()),
        reserved);
  }

  @Test
  void onlyWakeUpsHaveAGroupOfTheirOwn() {
    assertEquals(
        Set.of("scheduler"),
        declaration.events().stream().map(EventDeclaration::group).collect(Collectors.toSet()));
    assertEquals(
        List.of(Optional.empty(), Optional.of("scheduler_wakeup"), Optional.empty()),
        declaration.attachments().stream().map(Attachment::group).toList());
  }

  @Test
  void metricsMatchTheReferenceAgent() {
    assertEquals(
        List.of("sched_on_cpu", "sched_runqueue", "sched_off_cpu"),
        declaration.metrics().stream().map(MetricDeclaration::name).toList());
    assertEquals(
        List.of("cpu_utilization"),
        declaration.derivedMetrics().stream().map(metric -> metric.schema().name()).toList());
  }

  @Test
  void eachDeclarationHasItsOwnDerivedMetric() {
    assertNotSame(
        declaration.derivedMetrics().getFirst(),
        new SchedProbe().declaration().derivedMetrics().getFirst());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64"})
  void objectContainsEveryDeclaredProgram(String architecture) throws IOException {
    assertEquals(List.of(), BpfPrograms.missing(declaration, architecture));
  }
}
