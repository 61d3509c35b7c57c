package io.observoor.launcher;

import io.observoor.terminal.AgentConnection;
import io.observoor.terminal.AttachException;
import io.observoor.terminal.HistoryFile;
import io.observoor.terminal.LocalTerminal;
import io.observoor.terminal.ShellClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The command {@code shell}: connects to a running agent, without a framework. */
@Command(
    name = "shell",
    customSynopsis = {
      "observoor shell [OPTION]...",
      "       observoor shell [OPTION]... COMMAND [ARGUMENT]...",
      "       observoor shell [OPTION]... < FILE"
    },
    description = {
      "Connect to a running agent.",
      "Runs COMMAND, or the commands of the standard input, one on each line; at a terminal without"
          + " COMMAND it opens a prompt. Only the user that runs the agent, and root, may connect.",
      "A single argument is a whole command line, such as 'sink-stop parquet; sinks'."
    },
    exitCodeList = {
      "0:success",
      "1:the command failed, or no agent is running",
      "2:wrong usage of observoor shell or of the command"
    },
    footer = {
      "  observoor shell --data /var/lib/observoor status",
      "  observoor shell -j sinks",
      "  observoor shell 'sink-stop parquet; sinks'"
    })
final class Shell extends BaseCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  /** Separators of commands in a line. */
  private static final Pattern SEPARATOR = Pattern.compile("[;|&\\n]");

  private static final Pattern JSON = Pattern.compile("(^|\\s)(-j|--json)(\\s|$)");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      order = 1,
      description = "The agent's data directory (default: ./observoor-data).")
  private Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      order = 2,
      description =
          "The agent's configuration file, which names its data directory (default:"
              + " /etc/observoor/config.yaml if it exists).")
  private Path config;

  @Option(
      names = "--socket",
      paramLabel = "FILE",
      order = 3,
      description = "The agent's socket (default: shell.sock in the data directory).")
  private Path socket;

  @Option(
      names = {"-k", "--keep-going"},
      order = 4,
      description = "Continue with the next command of the standard input after a failure.")
  private boolean keepGoing;

  @Option(
      names = {"-j", "--json"},
      order = 5,
      description = "Print the result of COMMAND as JSON; the same as COMMAND -j.")
  private boolean json;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "The command to run; 'observoor shell help' lists all.")
  private List<String> command = List.of();

  @Override
  public Integer call() throws IOException {
    if (json && !isOneCommand(command)) {
      throw new ParameterException(
          spec.commandLine(),
          "-j needs exactly one COMMAND: put -j after the name of each command instead");
    }
    try (AgentConnection agent = AgentConnection.open(find(), LauncherProperties.version())) {
      return use(agent);
    } catch (AttachException | IllegalArgumentException e) {
      System.err.println("observoor shell: " + e.getMessage());
      return 1;
    }
  }

  private Path find() {
    return socket != null
        ? socket.toAbsolutePath()
        : ShellSocketFinder.find(
            Home.directory(), Optional.ofNullable(config), Optional.ofNullable(data));
  }

  private int use(AgentConnection agent) throws IOException {
    var input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    var client = new ShellClient(agent.frames(), input, System.out, System.err);
    if (!command.isEmpty()) {
      return client.command(json ? asJson(command) : line(command), LocalTerminal.isInput());
    }
    if (!LocalTerminal.isInput() || !LocalTerminal.isOutput()) {
      return client.script(keepGoing);
    }
    if (!agent.agentVersion().equals(LauncherProperties.version())) {
      System.out.printf(
          "the agent is observoor %s, this command is observoor %s%n",
          agent.agentVersion(), LauncherProperties.version());
    }
    System.out.println(
        "'help' lists the commands; Ctrl-D leaves the shell, the agent keeps running");
    return client.session(
        new LocalTerminal(),
        System.in,
        HistoryFile.ofThisUser(),
        resized -> Signals.handle("WINCH", number -> resized.run()));
  }

  /** Joins words to a line that the shell splits into the same words. */
  static String line(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : words.stream().map(Shell::quoted).collect(Collectors.joining(" "));
  }

  private static boolean isOneCommand(List<String> words) {
    return !words.isEmpty() && (words.size() > 1 || !SEPARATOR.matcher(words.getFirst()).find());
  }

  /** Joins words to a line with -j after the command's name, unless it has that option already. */
  static String asJson(List<String> words) {
    String[] nameAndRest = line(words).strip().split("\\s+", 2);
    String rest = nameAndRest.length == 1 ? "" : " " + nameAndRest[1];
    return JSON.matcher(rest).find() ? nameAndRest[0] + rest : nameAndRest[0] + " -j" + rest;
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
