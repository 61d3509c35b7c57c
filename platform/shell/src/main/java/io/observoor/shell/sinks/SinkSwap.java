package io.observoor.shell.sinks;

import io.observoor.delivery.SinkControl.Handover;
import io.observoor.shell.command.CommandFailedException;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.Invocation;
import io.observoor.shell.command.ShellCommand;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sink-swap}. */
@Component(
    service = SinkSwap.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=sink-swap"})
public final class SinkSwap extends ShellCommand {
  private final Sinks sinks;

  /** Called by declarative services. */
  @Activate
  public SinkSwap(@Reference Sinks sinks) {
    this.sinks = sinks;
  }

  @Override
  protected Invocation newInvocation() {
    return new Call();
  }

  @Override
  protected List<String> argumentValues(String label) {
    return label.equals("OLD") ? sinks.active() : sinks.inactive();
  }

  @Command(
      name = "sink-swap",
      description = {
        "Hand over from an active sink to an idle one while events flow.",
        "The new sink is opened first. Then the old one is flushed and closed at the end of a"
            + " batch, and the new one continues with the next batch. If the new sink cannot be"
            + " opened, the old one stays active."
      },
      footer = "sink-swap parquet clickhouse")
  private final class Call extends SinkOperation {
    @Option(
        names = {"-t", "--timeout"},
        paramLabel = "TIME",
        defaultValue = "30s",
        description =
            "Time limit for opening NEW, and again for flushing OLD (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Parameters(index = "0", paramLabel = "OLD", description = "The active sink.")
    private String from;

    @Parameters(index = "1", paramLabel = "NEW", description = "The idle sink.")
    private String to;

    @Override
    protected void run(Console console) throws CommandFailedException {
      Handover handover =
          perform(
              console,
              "swapping " + from + " for " + to,
              timeout,
              () -> sinks.control().swap(from, to, timeout));
      report(
          console,
          fields(
              "from",
              from,
              "to",
              to,
              "acknowledged",
              handover.acknowledged(),
              "flushed",
              handover.flushed()),
          "%s has taken over from %s, which acknowledged batches up to %d"
              .formatted(to, from, handover.acknowledged()),
          handover.flushed()
              ? ""
              : from + " was not flushed in time: rows of later batches may be in both sinks",
          sinks.restartNote(to, true),
          sinks.restartNote(from, false));
    }
  }
}
