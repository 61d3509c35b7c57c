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
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Attaches to a running agent. No framework is started for it. */
@Command(
    name = "shell",
    customSynopsis = {
      "observoor shell [OPTION]...",
      "       observoor shell [OPTION]... COMMAND [ARGUMENT]...",
      "       observoor shell [OPTION]... < FILE"
    },
    description = {
      "Attaches to the running agent of the same data directory: at a terminal for a session, with"
          + " a command for that alone, and without a terminal for the commands of the standard"
          + " input, one a line. Only the user that runs the agent, and root, may.",
      "",
      "observoor shell help lists the commands. A single argument is taken as a whole line, such as"
          + " 'sink-stop parquet; sink-list'; of several, each is one word."
    },
    footer = {
      "",
      "Exit status: that of the command: 0, 1 when it failed, 2 when there is no such command or it"
          + " was called wrongly. 1 when there is no agent."
    },
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    sortOptions = false)
final class Shell implements Callable<Integer> {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  /** What separates commands in a line. */
  private static final Pattern SEVERAL = Pattern.compile("[;|&\\n]");

  private static final Pattern JSON = Pattern.compile("(^|\\s)(-j|--json)(\\s|$)");

  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      order = 1,
      description = "The agent's data directory (by default ./observoor-data).")
  private Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      order = 2,
      description =
          "The agent's configuration, which names its data directory. Without it"
              + " /etc/observoor/config.yaml where that exists.")
  private Path config;

  @Option(
      names = "--socket",
      paramLabel = "FILE",
      order = 3,
      description = "The agent's socket itself (shell.socket, by default DATA/shell.sock).")
  private Path socket;

  @Option(
      names = {"-k", "--keep-going"},
      order = 4,
      description = "Run the commands of the standard input that come after one that failed, too.")
  private boolean keepGoing;

  @Option(
      names = {"-j", "--json"},
      order = 5,
      description = "The answer of COMMAND as JSON; the same as -j behind its name.")
  private boolean json;

  @Option(names = "--help", usageHelp = true, description = "Says this.", order = 100)
  boolean help;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", hidden = true)
  private List<String> command = List.of();

  @Override
  public Integer call() throws IOException {
    if (json && !isOneCommand(command)) {
      throw new ParameterException(
          spec.commandLine(),
          "-j in front is for one COMMAND: write it behind the name of each command instead");
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
      System.out.println(
          "the agent is observoor "
              + agent.agentVersion()
              + ", this command is "
              + LauncherProperties.version());
    }
    System.out.println("help lists the commands; Ctrl-D leaves, and the agent goes on");
    return client.session(
        new LocalTerminal(),
        System.in,
        HistoryFile.ofThisUser(),
        resized -> Signals.handle("WINCH", number -> resized.run()));
  }

  /** The words as a line of which the shell makes the same words again. */
  static String line(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : words.stream().map(Shell::quoted).collect(Collectors.joining(" "));
  }

  private static boolean isOneCommand(List<String> words) {
    return !words.isEmpty() && (words.size() > 1 || !SEVERAL.matcher(words.getFirst()).find());
  }

  /** The line with -j behind the command's name, unless it stands in it already. */
  static String asJson(List<String> words) {
    String[] nameAndRest = line(words).strip().split("\\s+", 2);
    String rest = nameAndRest.length == 1 ? "" : " " + nameAndRest[1];
    return JSON.matcher(rest).find() ? nameAndRest[0] + rest : nameAndRest[0] + " -j" + rest;
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
