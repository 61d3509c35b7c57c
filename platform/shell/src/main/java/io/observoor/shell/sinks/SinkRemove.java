package io.observoor.shell.sinks;

import io.observoor.shell.command.CommandFailedException;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.Invocation;
import io.observoor.shell.command.ShellCommand;
import io.observoor.shell.command.UsageException;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sink-remove}. */
@Component(
    service = SinkRemove.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=sink-remove"})
public final class SinkRemove extends ShellCommand {
  private final Sinks sinks;

  /** Called by declarative services. */
  @Activate
  public SinkRemove(@Reference Sinks sinks) {
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
      name = "sink-remove",
      description = {
        "Remove the cursor of an inactive sink, and the batches kept for it alone.",
        "Asks for confirmation first."
      },
      footer = "sink-remove clickhouse --yes")
  private final class Call extends SinkOperation {
    @Option(
        names = {"-y", "--yes"},
        description = "Do not ask for confirmation.")
    private boolean yes;

    @Parameters(paramLabel = "NAME", description = "The inactive sink.")
    private String name;

    @Override
    protected void run(Console console) throws CommandFailedException {
      if (!yes && !confirmed(console)) {
        throw new CommandFailedException(name() + ": not confirmed, nothing is removed");
      }
      long removed =
          perform(console, "removing " + name, TIMEOUT, () -> sinks.control().remove(name));
      report(
          console,
          fields("sink", name, "removed", true, "forgotten_batches", removed),
          name + " is removed; it had not acknowledged " + removed + " batches",
          sinks.restartNote(name, false));
    }

    private boolean confirmed(Console console) {
      String question =
          "Remove %s and %d batches that it has not acknowledged? [y/N] "
              .formatted(name, sinks.pendingBatches(name));
      return console
          .prompt()
          .ask(question)
          .orElseThrow(
              () -> new UsageException(name() + ": no terminal to ask for confirmation: use --yes"))
          .strip()
          .toLowerCase(Locale.ROOT)
          .startsWith("y");
    }
  }
}
