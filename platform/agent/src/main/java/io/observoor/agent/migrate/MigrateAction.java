package io.observoor.agent.migrate;

import io.observoor.api.sink.SchemaMigrations;
import io.observoor.api.sink.SchemaMigrations.Status;
import io.observoor.api.sink.SinkException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Carries out a {@link MigrateRequest}, and prints its progress. One thread. */
public final class MigrateAction {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int CALLED_WRONGLY = 2;

  private final MigrateRequest request;
  private final PrintStream out;
  private final PrintStream err;
  private final Function<String, Optional<String>> question;
  private final BooleanSupplier ending;

  /**
   * Does nothing before {@link #run}.
   *
   * @param out gets the progress
   * @param err gets the errors
   * @param question asks the user; returns empty without a terminal
   * @param ending whether the process is to end, so that no further step begins
   */
  public MigrateAction(
      MigrateRequest request,
      PrintStream out,
      PrintStream err,
      Function<String, Optional<String>> question,
      BooleanSupplier ending) {
    this.request = request;
    this.out = out;
    this.err = err;
    this.question = question;
    this.ending = ending;
  }

  /**
   * Carries out the request for each sink.
   *
   * @return the exit status
   */
  public int run(List<SchemaMigrations> sinks) {
    try {
      return switch (request.action()) {
        case STATUS -> status(sinks);
        case UP -> up(sinks);
        case DOWN -> down(sinks);
      };
    } catch (SinkException e) {
      err.println("observoor migrate: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("observoor migrate: stopped between two steps; up continues from there");
      return FAILED;
    }
  }

  private int status(List<SchemaMigrations> sinks) throws SinkException {
    StatusReport report = new StatusReport();
    for (SchemaMigrations sink : sinks) {
      report.add(sink.sink(), sink.status());
    }
    out.println(request.json() ? report.json() : report.text());
    return DONE;
  }

  private int up(List<SchemaMigrations> sinks) throws SinkException, InterruptedException {
    for (SchemaMigrations sink : sinks) {
      int done = sink.up(line -> progress(sink, line));
      out.printf(
          "%s: %s, version %d%n",
          sink.sink(), done == 0 ? "nothing to do" : "done " + done, sink.status().version());
    }
    return DONE;
  }

  private int down(List<SchemaMigrations> sinks) throws SinkException, InterruptedException {
    for (SchemaMigrations sink : sinks) {
      Status status = sink.status();
      long steps =
          Math.min(
              request.steps(), status.steps().stream().filter(SchemaMigrations.Step::done).count());
      if (steps == 0 && !status.dirty()) {
        out.printf("%s: nothing to undo%n", sink.sink());
        continue;
      }
      Optional<Boolean> confirmed = confirmed(sink, status, steps);
      if (confirmed.isEmpty()) {
        err.println(
            "observoor migrate: down drops tables with their rows, and there is no terminal to"
                + " confirm it: add --yes");
        return CALLED_WRONGLY;
      }
      if (!confirmed.get()) {
        err.println("observoor migrate: nothing was undone");
        return FAILED;
      }
      int done = sink.down(request.steps(), line -> progress(sink, line));
      out.printf("%s: undone %d, version %d%n", sink.sink(), done, sink.status().version());
    }
    return DONE;
  }

  private Optional<Boolean> confirmed(SchemaMigrations sink, Status status, long steps) {
    if (request.confirmed()) {
      return Optional.of(true);
    }
    return question
        .apply(
            "%s: undo %d of %d steps, from version %d? This drops tables with their rows [y/N] "
                .formatted(
                    sink.sink(),
                    steps,
                    status.steps().stream().filter(SchemaMigrations.Step::done).count(),
                    status.version()))
        .map(answer -> answer.strip().toLowerCase(Locale.ROOT).matches("y|yes"));
  }

  private void progress(SchemaMigrations sink, String line) {
    out.println(sink.sink() + ": " + line);
    if (ending.getAsBoolean()) {
      // the next step ends before it begins
      Thread.currentThread().interrupt();
    }
  }
}
