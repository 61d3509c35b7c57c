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

/** The command {@code sink-start}. */
@Component(
    service = SinkStart.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=sink-start"})
public final class SinkStart extends ShellCommand {
  private final Sinks sinks;

  /** Called by declarative services. */
  @Activate
  public SinkStart(@Reference Sinks sinks) {
    this.sinks = sinks;
  }

  @Override
  protected Invocation newInvocation() {
    return new Call();
  }

  @Override
  protected List<String> argumentValues(String label) {
    return sinks.inactive();
  }

  @Command(
      name = "sink-start",
      description = {
        "Start an idle sink.",
        "It delivers from the sink's cursor on, or from the oldest stored batch if it has none."
            + " If the sink cannot be opened, it stays idle."
      },
      footer = "sink-start clickhouse")
  private final class Call extends SinkOperation {
    @Option(
        names = {"-t", "--timeout"},
        paramLabel = "TIME",
        defaultValue = "30s",
        description = "Time limit for opening the sink (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Parameters(paramLabel = "NAME", description = "The idle sink.")
    private String name;

    @Override
    protected void run(Console console) throws CommandFailedException {
      perform(
          console,
          "opening " + name,
          timeout,
          () -> {
            sinks.control().start(name, timeout);
            return true;
          });
      report(
          console,
          fields("sink", name, "started", true),
          name + " is active",
          sinks.restartNote(name, true));
    }
  }
}
