package io.observoor.launcher;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: turns arguments into framework properties, which the agent's bundles read with
 * {@code BundleContext.getProperty}, and hands them to whatever runs the agent.
 */
final class CommandLines {

  static final int CALLED_WRONGLY = 2;

  private static final int WIDTH = 100;

  private CommandLines() {}

  /**
   * Parses the arguments and does what they say.
   *
   * @param agent runs the agent with the given framework properties and returns the exit status
   * @return the exit status
   */
  static int execute(String[] arguments, ToIntFunction<Map<String, String>> agent) {
    return new CommandLine(new Root(agent))
        .addSubcommand(new Run(agent))
        .addSubcommand(new Check(agent))
        .addSubcommand(Migrate.commandLine(agent))
        .addSubcommand(new CommandLine(new Shell()).setStopAtPositional(true))
        .addSubcommand(new Version())
        .setUsageHelpWidth(WIDTH)
        .setUnmatchedOptionsArePositionalParams(false)
        .setParameterExceptionHandler(CommandLines::explain)
        .execute(arguments);
  }

  /** One line for what is wrong, one for what may have been meant, one for where to read on. */
  private static int explain(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      String unknown = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
      boolean option = unknown.startsWith("-");
      err.printf("%s: unknown %s '%s'%n", name, option ? "option" : "argument", unknown);
      var known = option ? command.getCommandSpec().optionsMap() : command.getSubcommands();
      List<String> near = NearMatches.of(unknown, known.keySet());
      if (!near.isEmpty()) {
        err.println("did you mean " + String.join(" or ", near) + "?");
      }
    } else {
      err.println(name + ": " + mistake.getMessage());
    }
    err.println("see " + name + " --help");
    return CALLED_WRONGLY;
  }

  @Command(
      name = "observoor",
      description = "Watches Ethereum clients from the kernel and writes what they do as rows.",
      synopsisHeading = "Usage: ",
      customSynopsis = {
        "observoor COMMAND [OPTION]...",
        "       observoor --config FILE      the same as observoor run --config FILE"
      },
      commandListHeading = "%nCommands:%n",
      optionListHeading = "%nOptions of run, which is meant when no command is named:%n",
      footer = {
        "",
        "Exit status: 0, 1 when it failed, 2 when it was called wrongly.",
        "observoor COMMAND --help says more about a command."
      },
      sortOptions = false)
  private static final class Root extends AgentCommand {

    @Mixin private RunOptions options;

    Root(ToIntFunction<Map<String, String>> agent) {
      super(agent);
    }

    @Override
    public Integer call() {
      if (spec.commandLine().getParseResult().originalArgs().isEmpty()) {
        spec.commandLine().usage(spec.commandLine().getErr(), Ansi.OFF);
        return CALLED_WRONGLY;
      }
      return start("run", options.properties());
    }
  }

  @Command(
      name = "run",
      customSynopsis = "observoor run [OPTION]...",
      description = {
        "Runs the agent until it is told to stop: Ctrl-C or SIGTERM close the open window, flush"
            + " every sink and leave; a second signal leaves at once."
      },
      synopsisHeading = "Usage: ",
      descriptionHeading = "%n",
      optionListHeading = "%nOptions, which override the configuration file:%n",
      sortOptions = false)
  private static final class Run extends AgentCommand {

    @Mixin private RunOptions options;

    Run(ToIntFunction<Map<String, String>> agent) {
      super(agent);
    }

    @Override
    public Integer call() {
      return start("run", options.properties());
    }
  }

  @Command(
      name = "check",
      customSynopsis = "observoor check [OPTION]...",
      description =
          "Says whether the configuration is right, what would attach on this kernel, and what is"
              + " missing.",
      synopsisHeading = "Usage: ",
      descriptionHeading = "%n",
      optionListHeading = "%nOptions:%n",
      sortOptions = false)
  private static final class Check extends AgentCommand {

    @Mixin private ConfigurationOptions options;

    Check(ToIntFunction<Map<String, String>> agent) {
      super(agent);
    }

    @Override
    public Integer call() {
      return start("check", options.properties());
    }
  }
}
