package io.observoor.shell.sinks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.delivery.Delivery;
import io.observoor.delivery.DeliveryStatistics;
import io.observoor.delivery.SinkControl;
import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import io.observoor.shell.session.ShellForTests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands' calls and texts; the tests of delivery use real sinks. */
class SinkCommandsTest {
  private final List<String> calls = new ArrayList<>();
  private final Sinks sinks =
      new Sinks(
          () -> Map.of("parquet", true, "clickhouse", false), new FixedDelivery(), new Control());
  private final ShellForTests shell =
      new ShellForTests(
          new SinkStart(sinks), new SinkStop(sinks), new SinkSwap(sinks), new SinkRemove(sinks));

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void startNotesThatTheConfigurationDiffers() {
    assertEquals(0, shell.run("sink-start clickhouse"));
    assertEquals(List.of("start clickhouse PT30S"), calls);
    String output = shell.output();
    assertTrue(output.startsWith("clickhouse is active\n"), output);
    assertTrue(output.contains("does not enable clickhouse"), output);
  }

  @Test
  void stopReportsWhetherAllIsFlushed() {
    assertEquals(0, shell.run("sink-stop --timeout 5s parquet"));
    assertEquals(List.of("stop parquet PT5S"), calls);
    assertTrue(shell.output().contains("has not acknowledged every stored batch"));
    assertEquals(0, shell.run("sink-stop -j parquet"));
    assertEquals(
        """
        {
          "sink": "parquet",
          "stopped": true,
          "flushed": false
        }
        """,
        shell.output());
  }

  @Test
  void swapReportsTheLastBatch() {
    assertEquals(0, shell.run("sink-swap parquet clickhouse"));
    String output = shell.output();
    assertTrue(
        output.contains("taken over from parquet, which acknowledged batches up to 41"), output);
    assertTrue(
        output.contains("enables parquet") && output.contains("not enable clickhouse"), output);
  }

  @Test
  void failuresAndMistakesDiffer() {
    assertEquals(1, shell.run("sink-start nowhere"));
    assertEquals("sink-start: there is no sink nowhere\n", shell.errors());
    for (String timeout : List.of("soon", "30", "-1s", "0s", "99999999s")) {
      assertEquals(2, shell.run("sink-start clickhouse -t " + timeout), timeout);
      assertTrue(shell.errors().contains("is not a duration"), timeout);
    }
    assertEquals(2, shell.run("sink-swap parquet"));
    assertEquals(List.of("start nowhere PT30S"), calls);
  }

  @Test
  void removeAsksForConfirmation() {
    assertEquals(2, shell.run("sink-remove clickhouse"));
    assertTrue(shell.errors().contains("--yes"));
    shell.answer("n");
    assertEquals(1, shell.run("sink-remove clickhouse"));
    assertTrue(shell.asked().contains("7 batches"), shell.asked());
    assertEquals(List.of(), calls);
    shell.answer("yes");
    assertEquals(0, shell.run("sink-remove clickhouse"));
    assertEquals(0, shell.run("sink-remove --yes clickhouse"));
    assertEquals(List.of("remove clickhouse", "remove clickhouse"), calls);
  }

  @Test
  void completionOffersSinksByState() {
    assertEquals(
        List.of("clickhouse", "--json", "--timeout"), new SinkStart(sinks).completions(List.of()));
    assertEquals(
        List.of("parquet", "--json", "--timeout"), new SinkSwap(sinks).completions(List.of()));
    assertEquals(
        List.of("clickhouse", "--json", "--timeout"),
        new SinkSwap(sinks).completions(List.of("parquet")));
  }

  private final class Control implements SinkControl {
    @Override
    public void start(String sink, Duration deadline) throws SinkControlException {
      calls.add("start " + sink + " " + deadline);
      if (sink.equals("nowhere")) {
        throw new SinkControlException("there is no sink nowhere");
      }
    }

    @Override
    public boolean stop(String sink, Duration deadline) {
      calls.add("stop " + sink + " " + deadline);
      return false;
    }

    @Override
    public Handover swap(String from, String to, Duration deadline) {
      calls.add("swap " + from + " " + to);
      return new Handover(41, true);
    }

    @Override
    public long remove(String sink) {
      calls.add("remove " + sink);
      return 7;
    }
  }

  private static final class FixedDelivery implements Delivery {
    @Override
    public boolean flush(Duration deadline) {
      return true;
    }

    @Override
    public DeliveryStatistics statistics() {
      return new DeliveryStatistics(
          "test",
          48,
          48,
          480,
          7,
          700,
          0,
          0,
          0,
          0,
          0,
          0,
          "",
          List.of(
              new SinkStatistics(
                  "clickhouse", SinkState.STOPPED, 41, 7, 700, 0, 0, 0, "", 0, 0, List.of()),
              new SinkStatistics(
                  "parquet", SinkState.DELIVERING, 48, 0, 0, 48, 480, 0, "", 0, 0, List.of())));
    }
  }
}
