package io.observoor.pipeline.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.RowAppender;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import io.observoor.api.probe.DerivedMetric;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.EventView;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.Unit;
import io.observoor.pipeline.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Metrics with code of a probe. */
class DerivedMetricTest {
  private static final long SLOT = Harness.SLOT_START;

  private final Harness harness = new Harness(1000);
  private final List<String> calls = new ArrayList<>();

  /** Records its calls, and fails at one of them. */
  private class RecordingMetric implements DerivedMetric {
    private final String name;
    private final String failing;

    RecordingMetric(String name, String failing) {
      this.name = name;
      this.failing = failing;
    }

    private void call(String call) {
      calls.add(name + " " + call);
      if (call.startsWith(failing)) {
        throw new IllegalStateException("expected");
      }
    }

    @Override
    public TableSchema schema() {
      return TableSchema.ofProcesses("derived", List.of(Column.value("seen", Scalar.UINT32)));
    }

    @Override
    public List<String> events() {
      return List.of("a");
    }

    @Override
    public void open(Window window, long startTimestamp, long endTimestamp) {
      call("open " + (window.startMillis() - SLOT));
    }

    @Override
    public void accept(EventView event) {
      call(
          "event "
              + (event.timestamp() - harness.clocks.at(SLOT)) / 1_000_000
              + " "
              + event.event()
              + " "
              + event.pid()
              + " "
              + event.tid()
              + " "
              + event.clientType()
              + " "
              + event.cpu()
              + " "
              + event.fieldCount()
              + " "
              + event.field(0));
    }

    @Override
    public void close(Window window, RowAppender rows) {
      rows.process(7, 1, Sampling.NONE);
      call("close " + (window.startMillis() - SLOT));
      rows.number(calls.size());
    }
  }

  private Registration register(DerivedMetric metric) {
    return harness.register(
        ProbeDeclaration.named("p")
            .event(EventDeclaration.named("a").field("n", Unit.COUNT))
            .derivedMetric(metric)
            .build());
  }

  private void eventAt(long millis, long value) {
    harness.event(harness.clocks.at(SLOT + millis), 0, 1, 2, value);
  }

  @Test
  void seesWindowsAndEventsInOrder() {
    register(new RecordingMetric("m", "never"));
    eventAt(0, 11);
    harness.passTo(SLOT + 1_050);
    eventAt(990, 12);
    eventAt(1_010, 13);
    harness.passTo(SLOT + 1_200);
    assertEquals(
        List.of(
            "m open 0",
            "m event 0 0 1 2 2 3 1 11",
            "m open 1000",
            "m event 990 0 1 2 2 3 1 12",
            "m event 1010 0 1 2 2 3 1 13",
            "m close 0"),
        calls);
    Table table = harness.tables("derived").getFirst();
    assertEquals(7, table.column("pid").longAt(0));
    assertEquals(6, table.column("seen").longAt(0));
  }

  @Test
  void opensTheOpenWindowsAtRegistration() {
    harness.passTo(SLOT + 1_100);
    register(new RecordingMetric("m", "never"));
    harness.passTo(SLOT + 1_150);
    assertEquals(List.of("m open 0", "m open 1000"), calls);
  }

  @Test
  void getsTheSamplingOfItsEvents() {
    Sampling tenth = new Sampling(Sampling.Mode.NTH, 0.1f);
    List<Map<String, Sampling>> received = new ArrayList<>();
    DerivedMetric metric =
        new RecordingMetric("m", "never") {
          @Override
          public void sampled(Map<String, Sampling> byEvent) {
            received.add(byEvent);
          }
        };
    ProbeDeclaration probe =
        ProbeDeclaration.named("p")
            .event(EventDeclaration.named("a").type("t"))
            .derivedMetric(metric)
            .build();
    harness.registry.register(probe, Set.of("a"), Map.of("t", tenth));
    assertEquals(List.of(Map.of("a", tenth)), received);
  }

  @Test
  void aFailureDisablesTheMetric() {
    for (String failing : List.of("open", "event", "close")) {
      Harness fresh = new Harness(1000);
      calls.clear();
      fresh.register(
          ProbeDeclaration.named("p")
              .event(EventDeclaration.named("a").field("n", Unit.COUNT))
              .derivedMetric(new RecordingMetric("m", failing))
              .build());
      fresh.event(fresh.clocks.at(SLOT), 0, 1, 2, 1);
      fresh.passTo(SLOT + 1_200);
      fresh.event(fresh.clocks.at(SLOT + 1_200), 0, 1, 2, 1);
      fresh.passTo(SLOT + 2_200);
      assertEquals(List.of(), fresh.tables("derived"), failing);
      assertEquals(List.of("derived"), fresh.registry.failedMetrics());
      assertEquals(1, calls.stream().filter(call -> call.startsWith("m " + failing)).count());
      assertEquals(2, fresh.aggregator.events(0));
    }
  }

  @Test
  void aProbeRegisteredAgainStartsWithTheNextWindow() {
    Registration registration = register(new RecordingMetric("old", "never"));
    eventAt(1, 1);
    harness.passTo(SLOT + 100);
    registration.close();
    register(new RecordingMetric("new", "never"));
    eventAt(100, 2);
    harness.passTo(SLOT + 1_000);
    eventAt(1_000, 3);
    harness.passTo(SLOT + 1_200);
    harness.passTo(SLOT + 2_200);
    assertEquals(
        List.of(
            "old open 0",
            "old event 1 0 1 2 2 3 1 1",
            "old event 100 0 1 2 2 3 1 2",
            "new open 1000",
            "new event 1000 0 1 2 2 3 1 3",
            "old close 0",
            "new open 2000",
            "new close 1000"),
        calls);
    assertEquals(1, harness.registry.probes().derived.size());
  }

  @Test
  void skipsAMetricWithoutAnActiveEvent() {
    ProbeDeclaration probe =
        ProbeDeclaration.named("p")
            .event(EventDeclaration.named("a"))
            .event(EventDeclaration.named("b"))
            .derivedMetric(new RecordingMetric("m", "never"))
            .build();
    harness.registry.register(probe, Set.of("b"), Map.of());
    harness.passTo(SLOT + 2_000);
    assertEquals(List.of(), calls);
  }
}
