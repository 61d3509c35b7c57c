package io.observoor.shell.command;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code help}. */
@Component(
    service = Help.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=help"})
public final class Help extends ShellCommand {
  private static final String NOTES =
      """
      The OSGi framework has commands of its own: felix:lb lists bundles; felix:install, felix:update,
      felix:start, felix:stop and felix:uninstall change them; felix:help lists all.

      'help COMMAND' explains a command. Ctrl-D, 'exit' and 'quit' leave the shell; the agent keeps
      running.\
      """;

  private final CommandRegistry commands;

  /** Called by declarative services. */
  @Activate
  public Help(BundleContext context) {
    commands = new CommandRegistry(context);
  }

  @Override
  protected Invocation newInvocation() {
    return new Call();
  }

  @Command(
      name = "help",
      description = "List the commands, or explain one of them.",
      footer = "help sink-swap")
  private final class Call extends Invocation {
    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command to explain.")
    private Optional<String> command;

    @Override
    protected void run(Console console) {
      if (command.isPresent()) {
        explain(console, command.get().replaceFirst("^" + CommandRegistry.SCOPE + ":", ""));
      } else {
        list(console);
      }
    }
  }

  private void explain(Console console, String name) {
    if (!commands.names().contains(name)) {
      throw new UsageException(
          "help: unknown command '%s'\n'help' lists the commands; try 'felix:help %s' for one of the framework"
              .formatted(name, name));
    }
    console
        .out()
        .print(
            commands
                .find(name)
                .map(ours -> ours.help(name, console.colours()))
                .orElseGet(() -> name + ": " + commands.description(name) + "\n"));
  }

  private void list(Console console) {
    Table table = new Table("command", "description");
    for (String name : commands.names()) {
      table.row().cell(name, console::bold).cell(commands.summary(name));
    }
    table.lines(console::bold).forEach(console.out()::println);
    console.out().println();
    console.out().println(NOTES);
  }

  @Override
  protected List<String> argumentValues(String label) {
    return List.copyOf(commands.names());
  }
}
