package io.observoor.launcher;

import io.observoor.terminal.UsageErrors;
import java.util.Map;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/**
 * The command line: turns arguments into framework properties, which the agent's bundles read with
 * {@code BundleContext.getProperty}.
 */
final class CommandLines {

  private CommandLines() {}

  /**
   * Parses the arguments and runs the command.
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
        .setUnmatchedOptionsArePositionalParams(false)
        .setParameterExceptionHandler(CommandLines::explain)
        .execute(arguments);
  }

  private static int explain(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    String help = command.getCommandSpec().qualifiedName() + " --help";
    command.getErr().println(UsageErrors.explain(mistake, help));
    return BaseCommand.WRONG_USAGE;
  }

  @Command(
      name = "observoor",
      description =
          "Observe Ethereum clients from the Linux kernel with eBPF, and write metrics to sinks.",
      customSynopsis = {
        "observoor COMMAND [OPTION]...",
        "       observoor --config FILE     (the same as: observoor run --config FILE)"
      },
      optionListHeading = "%nOptions of run, the default command:%n",
      footer = {
        "  observoor run --demo --duration 30s",
        "  observoor run --config /etc/observoor/config.yaml",
        "  observoor shell status",
        "",
        "'observoor COMMAND --help' explains a command."
      })
  private static final class Root extends AgentCommand {

    @Mixin private RunOptions options;

    Root(ToIntFunction<Map<String, String>> agent) {
      super(agent);
    }

    @Override
    public Integer call() {
      if (spec.commandLine().getParseResult().originalArgs().isEmpty()) {
        spec.commandLine().usage(spec.commandLine().getErr(), Ansi.OFF);
        return WRONG_USAGE;
      }
      return start("run", options.properties());
    }
  }

  @Command(
      name = "run",
      customSynopsis = "observoor run [OPTION]...",
      description = {
        "Run the agent until it is stopped.",
        "Ctrl-C or SIGTERM closes the open window and flushes every sink; a second signal ends the"
            + " process at once."
      },
      optionListHeading = "%nOptions, which override the configuration file:%n",
      footer = {
        "  observoor run --process geth,lodestar --data /var/lib/observoor",
        "  observoor run --config config.yaml --shell"
      })
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
      description = {
        "Check the configuration and what this kernel supports.",
        "Lists the hook of each event and the requirements that are missing; attaches nothing."
      },
      optionListHeading = "%nOptions, which override the configuration file:%n",
      footer = "  observoor check --config config.yaml")
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
