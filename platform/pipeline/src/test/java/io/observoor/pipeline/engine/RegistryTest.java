package io.observoor.pipeline.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Loss;
import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Table;
import io.observoor.api.probe.CodeSource;
import io.observoor.api.probe.Dimension;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricInput;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.Unit;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.Registration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Event types, and the effects of a registration. */
class RegistryTest {
  private static final long SLOT = Harness.SLOT_START;

  private final Harness harness = new Harness(1000);

  private static ProbeDeclaration probe(String name, String... events) {
    ProbeDeclaration.Builder builder = ProbeDeclaration.named(name);
    for (String event : events) {
      builder
          .event(EventDeclaration.named(event).field("nanos", Unit.NANOSECONDS))
          .metric(MetricDeclaration.latency(event).from(MetricInput.of(event).value("nanos")));
    }
    return builder.build();
  }

  @Test
  void assignsContiguousTypesAndReusesThem() {
    Registration first = harness.register(probe("first", "a", "b"));
    Registration second = harness.register(probe("second", "c"));
    assertEquals(0, first.eventBase());
    assertEquals(2, second.eventBase());
    assertEquals("b", harness.registry.name(1));
    assertEquals(1, harness.registry.fieldCount(2));
    assertEquals(-1, harness.registry.fieldCount(3));
    assertEquals(-1, harness.registry.fieldCount(-1));
    assertEquals(-1, harness.registry.fieldCount(70_000));
    assertEquals(EventTypes.UNKNOWN, harness.registry.name(3));
    first.close();
    assertEquals("a", harness.registry.name(0), "late events are decodable");
    assertEquals(0, harness.register(probe("first", "a", "b")).eventBase());
  }

  @Test
  void severalEventsCountUnderOneName() {
    harness.register(
        ProbeDeclaration.named("net")
            .event(EventDeclaration.named("net_tx_tcp").type("net_tx"))
            .event(EventDeclaration.named("net_tx_udp").type("net_tx"))
            .build());

    assertEquals("net_tx", harness.registry.name(0));
    assertEquals("net_tx", harness.registry.name(1));
  }

  @Test
  void differentEventsGetDifferentTypes() {
    Registration first = harness.register(probe("first", "a"));
    first.close();
    Registration other = harness.register(probe("first", "a", "b"));
    assertNotEquals(first.eventBase(), other.eventBase());
  }

  @Test
  void refusesUsedNames() {
    harness.register(probe("first", "a"));
    assertRefused("probe first is already registered", probe("first", "b"));
    assertRefused("probe second declares event a, which probe first", probe("second", "a"));
    ProbeDeclaration metric =
        ProbeDeclaration.named("third")
            .event(EventDeclaration.named("d"))
            .metric(MetricDeclaration.counter("a").from(MetricInput.of("d")))
            .build();
    assertRefused("probe third declares metric a, which probe first", metric);
  }

  private void assertRefused(String message, ProbeDeclaration probe) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> harness.register(probe));
    assertTrue(refusal.getMessage().startsWith(message), refusal.getMessage());
  }

  @Test
  void refusesMoreEventsThanTypes() {
    for (int i = 0; i < 16; i++) {
      harness.register(wide("p" + i));
    }
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> harness.register(probe("last", "a")));
    assertTrue(refusal.getMessage().contains("1024 event types"), refusal.getMessage());
  }

  private static ProbeDeclaration wide(String name) {
    ProbeDeclaration.Builder builder = ProbeDeclaration.named(name);
    for (int i = 0; i < ProbeDeclaration.MAXIMUM_EVENTS; i++) {
      builder.event(EventDeclaration.named(name + "_" + i));
    }
    return builder.build();
  }

  @Test
  void aggregatesEventsOfADeactivatedProbeUntilTheirWindowsClose() {
    Registration registration = harness.register(probe("first", "a"));
    harness.passTo(SLOT + 400);
    registration.close();
    harness.event(harness.clocks.at(SLOT + 300), 0, 1, 1, 5);
    harness.passTo(SLOT + 1_300);
    assertEquals(1, harness.total("a", "count"));
    harness.event(harness.clocks.at(SLOT + 1_250), 0, 1, 1, 5);
    harness.passTo(SLOT + 2_500);
    assertEquals(1, harness.total("a", "count"));
    assertEquals(List.of(new Loss("a", LossStage.LATE, 1)), harness.losses.total());
  }

  @Test
  void aProbeRegisteredAgainContinuesTheSameTable() {
    Registration registration = harness.register(probe("first", "a"));
    harness.event(harness.clocks.at(SLOT), 0, 1, 1, 5);
    harness.slab(0);
    registration.close();
    harness.register(probe("first", "a"));
    registration.close(); // A stale handle closes nothing.
    harness.event(harness.clocks.at(SLOT), 0, 1, 1, 6);
    harness.passTo(SLOT + 1_300);
    assertEquals(1, harness.tables("a").size());
    assertEquals(1, harness.tables("a").getFirst().rows());
    assertEquals(2, harness.total("a", "count"));
    harness.event(harness.clocks.at(SLOT + 1_300), 0, 1, 1, 6);
    harness.passTo(SLOT + 2_300);
    assertEquals(3, harness.total("a", "count"));
  }

  @Test
  void rowsContainTheSampling() {
    Sampling nth = new Sampling(Sampling.Mode.NTH, 0.25f);
    harness.register(probe("first", "a", "b"), Map.of("a", nth));
    harness.event(harness.clocks.at(SLOT), 0, 1, 1, 5);
    harness.event(harness.clocks.at(SLOT), 1, 1, 1, 5);
    harness.finish();
    Table sampled = harness.tables("a").getFirst();
    assertEquals("nth", sampled.column("sampling_mode").textAt(0));
    assertEquals(0.25f, sampled.column("sampling_rate").floatAt(0));
    assertEquals("none", harness.tables("b").getFirst().column("sampling_mode").textAt(0));
  }

  @Test
  void inputsOfDifferentSamplingsHaveSeparateRows() {
    ProbeDeclaration probe =
        ProbeDeclaration.named("both")
            .event(EventDeclaration.named("x").field("n", Unit.BYTES))
            .event(EventDeclaration.named("y").field("n", Unit.BYTES))
            .metric(
                MetricDeclaration.counter("sum")
                    .from(MetricInput.of("x").value("n"))
                    .from(MetricInput.of("y").value("n")))
            .build();
    harness.register(probe, Map.of("y", new Sampling(Sampling.Mode.PROBABILITY, 0.5f)));
    harness.event(harness.clocks.at(SLOT), 0, 1, 1, 5);
    harness.event(harness.clocks.at(SLOT), 1, 1, 1, 7);
    harness.finish();
    assertEquals(2, harness.tables("sum").getFirst().rows());
  }

  @Test
  void aDisabledDimensionIsZero() {
    Harness without = new Harness(1000, SLOT, Set.of("network.include_port"));
    int transfer = without.register(SampleProbe.declaration()).eventBase() + SampleProbe.TRANSFER;
    without.event(without.clocks.at(SLOT), transfer, 1, 1, 10, 80, 0, 1);
    without.event(without.clocks.at(SLOT), transfer, 1, 1, 20, 443, 0, 1);
    without.event(without.clocks.at(SLOT), transfer, 1, 1, 30, 8080, 0, 1);
    without.finish();
    Table table = without.tables("transfer").getFirst();
    assertEquals(2, table.rows(), "the direction remains");
    assertEquals(0, table.column("port").longAt(0));
    assertEquals(3, without.total("transfer", "count"));
  }

  @Test
  void aFailingFunctionDisablesItsMetric() {
    ProbeDeclaration probe =
        ProbeDeclaration.named("bad")
            .event(EventDeclaration.named("x").field("n", Unit.BYTES))
            .metric(
                MetricDeclaration.counter("broken")
                    .by(Dimension.number("code"))
                    .from(
                        MetricInput.of("x")
                            .value("n")
                            .code(CodeSource.computed(event -> 10 / event.field(0)))))
            .metric(MetricDeclaration.counter("sound").from(MetricInput.of("x").value("n")))
            .build();
    harness.register(probe);
    for (int i = 2; i >= -2; i--) {
      harness.event(harness.clocks.at(SLOT), 0, 1, 1, i);
    }
    harness.finish();
    assertEquals(2, harness.total("broken", "count"));
    assertEquals(5, harness.total("sound", "count"));
    assertEquals(List.of("broken"), harness.registry.failedMetrics());
  }

  @Test
  void refusesAnUndeclaredActiveEvent() {
    assertThrows(
        IllegalArgumentException.class,
        () -> harness.registry.register(probe("first", "a"), Set.of("b"), Map.of()));
  }
}
