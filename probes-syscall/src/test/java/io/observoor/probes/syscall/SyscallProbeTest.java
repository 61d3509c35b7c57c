package io.observoor.probes.syscall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricKind;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.testing.probe.BpfPrograms;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the declaration with the BPF sources. */
final class SyscallProbeTest {
  private final ProbeDeclaration declaration = new SyscallProbe().declaration();

  @Test
  void eventNumbersMatchTheBpfEnum() {
    Map<String, Integer> numbers = Headers.enumeration("syscall_event");
    assertEquals(declaration.events().size(), numbers.size());
    numbers.forEach(
        (name, number) ->
            assertEquals(number, declaration.eventIndex(name.toLowerCase(Locale.ROOT)), name));
  }

  @Test
  void eachEventHasAGroupAndAMetricOfTheSameName() {
    List<String> names = declaration.events().stream().map(EventDeclaration::name).toList();
    assertEquals(names, declaration.events().stream().map(EventDeclaration::group).toList());
    assertEquals(names, declaration.metrics().stream().map(MetricDeclaration::name).toList());
    for (MetricDeclaration metric : declaration.metrics()) {
      MetricKind kind =
          metric.name().startsWith("syscall_") ? MetricKind.LATENCY : MetricKind.COUNTER;
      assertEquals(kind, metric.kind(), metric.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64"})
  void objectContainsEveryDeclaredProgram(String architecture) throws IOException {
    assertEquals(List.of(), BpfPrograms.missing(declaration, architecture));
  }
}
