package io.observoor.shell.command;

import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The command {@code help}. */
@Component(
    service = Help.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=help"})
public final class Help extends ShellCommand {
  private static final String OTHERS =
      """
      Commands of the framework: felix:lb lists bundles; felix:install, felix:update, felix:start,
      felix:stop and felix:uninstall change them; felix:help lists all.
      help COMMAND says more. Ctrl-D, exit or quit leave the shell; the agent goes on.\
      """;

  private final Commands commands;

  /** Called by declarative services. */
  @Activate
  public Help(BundleContext context) {
    super("help");
    this.commands = new Commands(context);
  }

  /** Says what there is, or more about one command. */
  @Descriptor("Says what commands there are, or how one is used.")
  @Example("help sink-swap")
  public void run(Console console, @Descriptor("COMMAND: one of them") Optional<String> command) {
    if (command.isEmpty()) {
      list(console);
      return;
    }
    String name = command.get().replaceFirst("^" + Commands.SCOPE + ":", "");
    if (!commands.names().contains(name)) {
      throw new WrongUseException(
          "help: there is no command observoor:"
              + name
              + " (help lists ours; felix:help "
              + name
              + " knows the framework's)");
    }
    Optional<ShellCommand> ours = commands.find(name);
    if (ours.isPresent()) {
      explain(console, name, ours.get().signature());
    } else {
      console.out().println(name + ": " + commands.description(name));
    }
  }

  private void list(Console console) {
    Table table = new Table("command", "what it does");
    for (String name : commands.names()) {
      table.row().cell(name, console::strong).cell(firstSentence(commands.description(name)));
    }
    table.lines(console::strong).forEach(console.out()::println);
    console.out().println();
    console.out().println(OTHERS);
  }

  private static String firstSentence(String description) {
    int end = description.indexOf(". ");
    return end < 0 ? description : description.substring(0, end + 1);
  }

  private static void explain(Console console, String name, Signature signature) {
    console.out().println(signature.description());
    console.out().println();
    console.out().println("usage: " + console.strong(signature.usage(name)));
    if (!signature.options().isEmpty() || !signature.arguments().isEmpty()) {
      Table table = new Table("", "");
      signature
          .arguments()
          .forEach(it -> table.row().cell("  " + it.name()).cell(it.description()));
      signature
          .options()
          .forEach(it -> table.row().cell("  " + it.heading()).cell(it.description()));
      table.lines(heading -> heading).forEach(console.out()::println);
    }
    signature.example().ifPresent(line -> console.out().println("\nexample: " + line));
  }

  @Override
  public List<String> candidates(String argument) {
    return List.copyOf(commands.names());
  }
}
