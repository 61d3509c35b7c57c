package io.observoor.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The tables of a sink by hand. */
@Command(
    name = "migrate",
    customSynopsis = {
      "observoor migrate up [--config FILE]",
      "       observoor migrate down [N | --all] [--yes] [--config FILE]",
      "       observoor migrate status [-j] [--config FILE]"
    },
    description = {
      "Makes, drops or shows the tables of the configured sinks, in the numbered steps of golang-migrate."
          + " Nothing is attached to the kernel; an agent may run beside it."
    },
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    sortOptions = false)
final class Migrate implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--help", usageHelp = true, description = "Says this.", order = 100)
  boolean help;

  private Migrate() {}

  /** The command with those below it. */
  static CommandLine commandLine(ToIntFunction<Map<String, String>> agent) {
    return new CommandLine(new Migrate())
        .addSubcommand(new Up(agent))
        .addSubcommand(new Down(agent))
        .addSubcommand(new Status(agent));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr(), Ansi.OFF);
    return CommandLines.CALLED_WRONGLY;
  }

  /** What they have in common. */
  private abstract static class Action extends AgentCommand {

    @Option(
        names = "--config",
        paramLabel = "FILE",
        order = 1,
        description =
            "The configuration, which names the sink. Without it /etc/observoor/config.yaml.")
    private Path config;

    Action(ToIntFunction<Map<String, String>> agent) {
      super(agent);
    }

    final int act(String action, Map<String, String> more) {
      Map<String, String> properties = new HashMap<>(more);
      properties.put("observoor.migrate", action);
      ConfigurationOptions.put(properties, "observoor.config", config);
      return start("migrate", properties);
    }
  }

  @Command(
      name = "up",
      customSynopsis = "observoor migrate up [--config FILE]",
      description =
          "Does every step that was not done. One that was begun and did not end is repeated: none"
              + " does harm when it is done twice.",
      synopsisHeading = "Usage: ",
      descriptionHeading = "%n",
      optionListHeading = "%nOptions:%n",
      sortOptions = false)
  private static final class Up extends Action {

    Up(ToIntFunction<Map<String, String>> agent) {
      super(agent);
    }

    @Override
    public Integer call() {
      return act("up", Map.of());
    }
  }

  @Command(
      name = "down",
      customSynopsis = "observoor migrate down [N | --all] [--yes] [--config FILE]",
      description =
          "Undoes the newest step, the N newest ones, or all. That drops tables with their rows, so"
              + " it asks before it does.",
      synopsisHeading = "Usage: ",
      descriptionHeading = "%n",
      optionListHeading = "%nOptions:%n",
      sortOptions = false)
  private static final class Down extends Action {

    @Parameters(paramLabel = "N", arity = "0..1", description = "How many (default: 1).")
    private Integer steps;

    @Option(names = "--all", order = 2, description = "All of them.")
    private boolean all;

    @Option(names = "--yes", order = 3, description = "Do not ask.")
    private boolean yes;

    Down(ToIntFunction<Map<String, String>> agent) {
      super(agent);
    }

    @Override
    public Integer call() {
      if (all && steps != null) {
        throw new ParameterException(spec.commandLine(), "give N or --all, not both");
      }
      if (steps != null && steps < 1) {
        throw new ParameterException(
            spec.commandLine(), "'" + steps + "' steps cannot be undone: give 1 or more");
      }
      int count = steps == null ? 1 : steps;
      return act(
          "down",
          Map.of(
              "observoor.migrate.steps",
              String.valueOf(all ? Integer.MAX_VALUE : count),
              "observoor.migrate.yes",
              String.valueOf(yes)));
    }
  }

  @Command(
      name = "status",
      customSynopsis = "observoor migrate status [-j] [--config FILE]",
      description = "Shows which steps have been done.",
      synopsisHeading = "Usage: ",
      descriptionHeading = "%n",
      optionListHeading = "%nOptions:%n",
      sortOptions = false)
  private static final class Status extends Action {

    @Option(names = "-j", order = 2, description = "As JSON.")
    private boolean json;

    Status(ToIntFunction<Map<String, String>> agent) {
      super(agent);
    }

    @Override
    public Integer call() {
      return act("status", Map.of("observoor.migrate.json", String.valueOf(json)));
    }
  }
}
