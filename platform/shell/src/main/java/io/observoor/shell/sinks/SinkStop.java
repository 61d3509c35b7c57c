package io.observoor.shell.sinks;

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

/** The command {@code sink-stop}. */
@Component(
    service = SinkStop.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=sink-stop"})
public final class SinkStop extends ShellCommand {
  private final Sinks sinks;

  /** Called by declarative services. */
  @Activate
  public SinkStop(@Reference Sinks sinks) {
    this.sinks = sinks;
  }

  @Override
  protected Invocation newInvocation() {
    return new Call();
  }

  @Override
  protected List<String> argumentValues(String label) {
    return sinks.active();
  }

  @Command(
      name = "sink-stop",
      description = {
        "Stop an active sink, after it has flushed the stored batches.",
        "The spool keeps later batches for it until it is started again or removed."
      },
      footer = "sink-stop parquet")
  private final class Call extends SinkOperation {
    @Option(
        names = {"-t", "--timeout"},
        paramLabel = "TIME",
        defaultValue = "30s",
        description = "Time limit for flushing the sink (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Parameters(paramLabel = "NAME", description = "The active sink.")
    private String name;

    @Override
    protected void run(Console console) throws CommandFailedException {
      boolean flushed =
          perform(console, "flushing " + name, timeout, () -> sinks.control().stop(name, timeout));
      report(
          console,
          fields("sink", name, "stopped", true, "flushed", flushed),
          name
              + " is stopped; it has "
              + (flushed ? "" : "not ")
              + "acknowledged every stored batch; later batches are kept for it",
          sinks.restartNote(name, false));
    }
  }
}
