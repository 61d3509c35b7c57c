package io.observoor.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The command {@code migrate} and its subcommands. */
@Command(
    name = "migrate",
    customSynopsis = {
      "observoor migrate up [--config FILE]",
      "       observoor migrate down [N | --all] [--yes] [--config FILE]",
      "       observoor migrate status [-j] [--config FILE]"
    },
    description = {
      "Create, drop or list the tables of the configured sinks.",
      "Applies the numbered migrations, as golang-migrate does. Attaches nothing to the kernel; an"
          + " agent may run at the same time."
    },
    footer = {
      "  observoor migrate up --config config.yaml",
      "  observoor migrate down 2",
      "  observoor migrate status -j"
    })
final class Migrate extends BaseCommand {

  private Migrate() {}

  /** Creates the command with its subcommands. */
  static CommandLine commandLine(ToIntFunction<Map<String, String>> agent) {
    return new CommandLine(new Migrate())
        .addSubcommand(new Up(agent))
        .addSubcommand(new Down(agent))
        .addSubcommand(new Status(agent));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr(), Ansi.OFF);
    return WRONG_USAGE;
  }

  /** The options and properties that the subcommands share. */
  private abstract static class Action extends AgentCommand {

    @Option(
        names = "--config",
        paramLabel = "FILE",
        order = 1,
        description = "Configuration file of the sinks (default: /etc/observoor/config.yaml).")
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
      description = {
        "Apply all pending migrations.",
        "Repeats a migration that was interrupted; every migration can be applied twice."
      },
      footer = "  observoor migrate up --config config.yaml")
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
      description = {
        "Revert the newest migrations.",
        "Drops tables with their rows; asks for confirmation first."
      },
      footer = {"  observoor migrate down", "  observoor migrate down --all --yes"})
  private static final class Down extends Action {

    @Parameters(
        paramLabel = "N",
        arity = "0..1",
        description = "Number of migrations to revert (default: 1).")
    private Integer steps;

    @Option(names = "--all", order = 2, description = "Revert all migrations.")
    private boolean all;

    @Option(names = "--yes", order = 3, description = "Do not ask for confirmation.")
    private boolean yes;

    Down(ToIntFunction<Map<String, String>> agent) {
      super(agent);
    }

    @Override
    public Integer call() {
      if (all && steps != null) {
        throw new ParameterException(spec.commandLine(), "use N or --all, not both");
      }
      if (steps != null && steps < 1) {
        throw new ParameterException(
            spec.commandLine(), "'" + steps + "' migrations cannot be reverted: use 1 or more");
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
      description = "List the migrations and whether each is applied.",
      footer = "  observoor migrate status -j")
  private static final class Status extends Action {

    @Option(names = "-j", order = 2, description = "Print JSON.")
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
