package io.observoor.shell.sinks;

import io.observoor.shell.command.Console;
import io.observoor.shell.command.Invocation;
import io.observoor.shell.command.ShellCommand;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code sinks}, also called {@code sink-list}. */
@Component(
    service = SinkList.class,
    property = {
      "osgi.command.scope=observoor",
      "osgi.command.function=sinks",
      "osgi.command.function=sink-list"
    })
public final class SinkList extends ShellCommand {
  private final Sinks sinks;

  /** Called by declarative services. */
  @Activate
  public SinkList(@Reference Sinks sinks) {
    this.sinks = sinks;
  }

  @Override
  protected Invocation newInvocation() {
    return new Call();
  }

  @Command(
      name = "sinks",
      description = {
        "List the sinks with their states and cursors.",
        "The cursor is the last batch that a sink has acknowledged; behind counts the stored"
            + " batches after it."
      },
      footer = "sinks -j")
  private final class Call extends Invocation {
    @Option(
        names = {"-j", "--json"},
        description = "Print JSON.")
    private boolean json;

    @Override
    protected void run(Console console) {
      if (json) {
        console.printJson(Map.of("sinks", sinks.json()));
      } else {
        sinks.lines(console).forEach(console.out()::println);
      }
    }
  }
}
