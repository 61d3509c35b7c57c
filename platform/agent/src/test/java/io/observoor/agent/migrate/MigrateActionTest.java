package io.observoor.agent.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.agent.migrate.MigrateRequest.Action;
import io.observoor.api.sink.SchemaMigrations;
import io.observoor.api.sink.SinkException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrateActionTest {
  private static final long NEWEST = 3;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Steps steps = new Steps();
  private Optional<String> answer = Optional.empty();
  private String asked = "";
  private boolean ending;

  /** Three steps that are counted. */
  private static final class Steps implements SchemaMigrations {
    private long version;
    private boolean dirty;

    @Override
    public String sink() {
      return "store";
    }

    @Override
    public Status status() throws SinkException {
      if (version < 0) {
        throw new SinkException("store does not answer");
      }
      return new Status(version, dirty, NEWEST, List.of(step(1), step(2), step(3)));
    }

    private Step step(long number) {
      return new Step(number, "make_" + number, number < version || (number == version && !dirty));
    }

    @Override
    public int up(Consumer<String> progress) throws SinkException, InterruptedException {
      int done = 0;
      while (version < NEWEST) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        progress.accept("up " + ++version);
        done++;
      }
      return done;
    }

    @Override
    public int down(int count, Consumer<String> progress) {
      int done = 0;
      for (; done < count && version > 0; done++) {
        progress.accept("down " + version--);
      }
      return done;
    }
  }

  private int run(Action action, int count, boolean confirmed, boolean json) {
    return new MigrateAction(
            new MigrateRequest(action, count, confirmed, json),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            question -> {
              asked = question;
              return answer;
            },
            () -> ending)
        .run(List.of(steps));
  }

  private String output() {
    return out.toString(UTF_8);
  }

  @Test
  void upPrintsALineForEachStep() {
    assertEquals(0, run(Action.UP, 1, false, false));
    assertEquals(
        List.of("store: up 1", "store: up 2", "store: up 3", "store: done 3, version 3"),
        output().lines().toList());
    out.reset();
    assertEquals(0, run(Action.UP, 1, false, false));
    assertEquals("store: nothing to do, version 3", output().strip());
  }

  @Test
  void endsBetweenTwoSteps() {
    ending = true;
    assertEquals(1, run(Action.UP, 1, false, false));
    assertEquals(1, steps.version);
    assertTrue(Thread.interrupted());
  }

  @ParameterizedTest
  @CsvSource({"y, 0, 1", "Yes, 0, 1", "n, 1, 3", "'', 1, 3"})
  void downAsks(String said, int status, long version) {
    steps.version = 3;
    answer = Optional.of(said);
    assertEquals(status, run(Action.DOWN, 2, false, false));
    assertEquals(version, steps.version);
    assertEquals(
        "store: undo 2 of 3 steps, from version 3? This drops tables with their rows [y/N] ",
        asked);
  }

  @Test
  void downWithoutATerminalOrYesIsWrongUse() {
    steps.version = 3;
    assertEquals(2, run(Action.DOWN, 2, false, false));
    assertEquals(3, steps.version);
    assertTrue(err.toString(UTF_8).contains("add --yes"));
  }

  @Test
  void downCanBeConfirmedOnTheCommandLine() {
    steps.version = 3;
    assertEquals(0, run(Action.DOWN, Integer.MAX_VALUE, true, false));
    assertTrue(output().endsWith("store: undone 3, version 0\n"), output());
    assertEquals(0, run(Action.DOWN, 1, true, false));
    assertTrue(output().endsWith("store: nothing to undo\n"), output());
  }

  @Test
  void theStatusIsATable() {
    steps.version = 2;
    assertEquals(0, run(Action.STATUS, 1, false, false));
    assertEquals(
        """
        store: version 2 of 3; observoor migrate up does the remaining steps
          VERSION  DONE  STEP
                1  yes   make_1
                2  yes   make_2
                3  no    make_3
        """,
        output());
  }

  @ParameterizedTest
  @CsvSource({
    "3, false, 'store: version 3, all steps are done'",
    "2, true,  'store: dirty at version 2: a step began'",
    "9, false, 'store: version 9, newer than the newest known version 3'"
  })
  void theStatusDescribesTheVersion(long version, boolean dirty, String line) {
    steps.version = version;
    steps.dirty = dirty;
    assertEquals(0, run(Action.STATUS, 1, false, false));
    assertTrue(output().startsWith(line), output());
  }

  @Test
  void theStatusCanBeJson() {
    steps.version = 1;
    assertEquals(0, run(Action.STATUS, 1, false, true));
    assertEquals(
        "{\"sinks\":[{\"sink\":\"store\",\"version\":1,\"dirty\":false,\"newest\":3,\"steps\":["
            + "{\"version\":1,\"title\":\"make_1\",\"done\":true},"
            + "{\"version\":2,\"title\":\"make_2\",\"done\":false},"
            + "{\"version\":3,\"title\":\"make_3\",\"done\":false}]}]}",
        output().strip());
  }

  @Test
  void printsErrors() {
    steps.version = -1;
    assertEquals(1, run(Action.STATUS, 1, false, false));
    assertEquals("observoor migrate: store does not answer", err.toString(UTF_8).strip());
  }

  @Test
  void readsTheRequestFromProperties() {
    Map<String, String> properties =
        Map.of(
            "observoor.migrate", "down",
            "observoor.migrate.steps", "7",
            "observoor.migrate.yes", "true");
    assertEquals(
        new MigrateRequest(Action.DOWN, 7, true, false), MigrateRequest.read(properties::get));
  }
}
