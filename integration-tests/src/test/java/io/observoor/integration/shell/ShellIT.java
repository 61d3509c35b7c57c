package io.observoor.integration.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.Commands;
import io.observoor.integration.Commands.Result;
import io.observoor.integration.Requirements;
import io.observoor.integration.RunningAgent;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell of one running agent. */
final class ShellIT {
  private static final String OBSERVOOR = RunningAgent.HOME.resolve("bin/observoor").toString();
  private static final String PROMPT = "observoor> ";
  private static final String SINK = "io.observoor.sinks-http";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

  /** JLine disables bracketed paste after it has read a line. */
  private static final String LINE_IS_READ = "\u001b[?2004l";

  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  @TempDir static Path directory;

  private static Path data;
  private static RunningAgent agent;

  @BeforeAll
  static void start() throws IOException {
    Requirements.root();
    data = directory.resolve("data");
    agent = RunningAgent.tracking(data, ProcessHandle.current().pid());
  }

  @AfterAll
  static void stop() {
    if (agent != null) {
      assertEquals(0, agent.stop(), agent.tail());
      assertFalse(Files.exists(data.resolve("shell.sock")));
      assertFalse(
          agent.log().stream().anyMatch(line -> line.contains("a session failed")), agent.tail());
    }
  }

  private static Result shell(String... words) {
    List<String> command = new ArrayList<>(List.of(OBSERVOOR, "shell", "--data", data.toString()));
    command.addAll(List.of(words));
    return Commands.apart(command);
  }

  @Test
  void statusShowsTheAgent() {
    Result result = shell("status");
    assertEquals(0, result.status(), result.errors());
    assertTrue(result.output().contains("pid " + agent.pid()), result.output());
    assertTrue(result.output().contains("parquet  delivering"), result.output());
    assertFalse(result.output().contains("\u001b"), "colours without a terminal");
    assertEquals("", result.errors());
  }

  @Test
  void jsonIsValid() throws IOException {
    for (String command : List.of("status", "sinks", "sink-list")) {
      Result result = shell(command, "-j");
      assertEquals(0, result.status(), result.errors());
      Path file = Files.writeString(directory.resolve(command + ".json"), result.output());
      Commands.run("python3", "-m", "json.tool", file.toString());
      assertTrue(result.output().contains("\"name\": \"parquet\""), result.output());
    }
    assertTrue(shell("status", "-j").output().contains("\"pid\": " + agent.pid()));
  }

  @Test
  void exitStatusIsTheCommands() {
    assertWrong("unknown command 'statsu'; did you mean status?", "statsu");
    assertWrong("unknown option '--jsn'; did you mean --json?", "sinks", "--jsn");
    assertWrong("unexpected argument 'x'", "sinks", "x");
    assertWrong("syntax error", "status 'x");
    assertWrong("felix:help stop", "felix:stop", "99999");
    Result nowhere =
        Commands.apart(
            List.of(OBSERVOOR, "shell", "--data", directory.resolve("no").toString(), "status"));
    assertEquals(1, nowhere.status());
    assertTrue(nowhere.errors().contains("no agent is running"), nowhere.errors());
  }

  private static void assertWrong(String message, String... words) {
    Result result = shell(words);
    assertEquals(2, result.status(), result.output());
    assertTrue(result.errors().contains(message), result.errors());
  }

  @Test
  void helpListsAndExplainsCommands() {
    String list = shell("help").output();
    assertTrue(list.contains("sink-list") && list.contains("felix:lb"), list);
    String explained = shell("help", "status").output();
    assertTrue(explained.contains("Usage: status [-hj]"), explained);
    assertTrue(explained.contains("Example:\n  status -j"), explained);
    assertEquals(2, shell("help", "nothing").status());
  }

  @Test
  void findsTheSocketByTheConfiguration() throws IOException {
    Path configuration =
        Files.writeString(
            directory.resolve("found.yaml"),
            """
            meta_client_name: shell
            meta_network_name: mainnet
            sinks:
              aggregated:
                parquet:
                  directory: %s
            """
                .formatted(data));
    Result found =
        Commands.apart(List.of(OBSERVOOR, "shell", "--config", configuration.toString(), "sinks"));
    assertEquals(0, found.status(), found.errors());
    Files.writeString(
        configuration, "\nshell:\n  enabled: false\n", java.nio.file.StandardOpenOption.APPEND);
    Result off =
        Commands.apart(List.of(OBSERVOOR, "shell", "--config", configuration.toString(), "sinks"));
    assertEquals(1, off.status());
    assertTrue(off.errors().contains("shell.enabled"), off.errors());
  }

  @Test
  void stopsAFileOfCommandsAtTheFirstFailure() throws Exception {
    Path file = Files.writeString(directory.resolve("commands"), "# first\nsinks\n\nnope\nhelp\n");
    String call = OBSERVOOR + " shell --data " + data;
    Result stopped = Commands.apart(List.of("sh", "-c", call + " < " + file));
    assertEquals(2, stopped.status());
    assertTrue(stopped.output().contains("parquet"), stopped.output());
    assertFalse(stopped.output().contains("felix:lb"), stopped.output());
    Result through = Commands.apart(List.of("sh", "-c", call + " --keep-going < " + file));
    assertEquals(2, through.status());
    assertTrue(through.output().contains("felix:lb"), through.output());
  }

  @Test
  void sessionAtATerminal() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    try (Terminal terminal = Terminal.start(home, List.of("shell", "--data", data.toString()))) {
      terminal.await(PROMPT);
      // completion
      terminal.type("stat\t\r");
      terminal.await("pid " + agent.pid());
      assertTrue(terminal.await(PROMPT).contains("\u001b[32mdelivering"), "in colours");
      // Ctrl-C discards a line
      terminal.type("nonsense");
      terminal.await("nonsense");
      terminal.type(CTRL_C);
      terminal.await(PROMPT);
      terminal.type("nope\r");
      assertFalse(terminal.await("unknown command 'nope'").contains("nonsensenope"));
      terminal.await(PROMPT);
      // Ctrl-C ends a command, not the session
      terminal.type("status\r");
      terminal.await(LINE_IS_READ);
      terminal.type(CTRL_C);
      terminal.await(PROMPT);
      // history: the line before the last
      terminal.type("\u001bOA\u001bOA\r");
      terminal.await("unknown command 'nope'");
      terminal.await(PROMPT);
      terminal.type(CTRL_D);
      assertEquals(0, terminal.awaitExit());
    }
    Path history = home.resolve(".local/state/observoor/shell_history");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
    assertEquals(List.of("status", "nope", "status", "nope"), Files.readAllLines(history));
    assertEquals(0, shell("sinks").status(), "the agent runs");
  }

  @Test
  void refusesOtherUsers() throws IOException {
    Path socket = data.resolve("shell.sock");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    for (Path way : List.of(directory, data)) {
      Files.setPosixFilePermissions(way, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    List<String> call = new ArrayList<>(NOBODY);
    call.addAll(List.of(OBSERVOOR, "shell", "--data", data.toString(), "status"));
    Result byMode = Commands.apart(call);
    assertEquals(1, byMode.status());
    assertTrue(byMode.errors().contains("permission denied"), byMode.errors());
    // by the peer's credentials too
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
    try {
      Result byPeer = Commands.apart(call);
      assertEquals(1, byPeer.status());
      assertTrue(byPeer.errors().contains("only the user that runs the agent"), byPeer.errors());
      agent.await("the refusal", line -> line.contains("refused user"));
    } finally {
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void survivesGarbageAndKilledClients() throws Exception {
    Random random = new Random(7);
    List<SocketChannel> channels = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        SocketChannel channel =
            SocketChannel.open(UnixDomainSocketAddress.of(data.resolve("shell.sock")));
        channels.add(channel);
        byte[] garbage = new byte[random.nextInt(200)];
        random.nextBytes(garbage);
        channel.write(ByteBuffer.wrap(garbage));
        if (i % 2 == 0) {
          channel.close();
        }
      }
      List<Process> clients = new ArrayList<>();
      for (int client = 0; client < 20; client++) {
        clients.add(
            new ProcessBuilder(OBSERVOOR, "shell", "--data", data.toString(), "lb")
                .redirectErrorStream(true)
                .start());
      }
      for (int client = 0; client < 5; client++) {
        clients.removeFirst().destroyForcibly();
      }
      for (Process client : clients) {
        String output = new String(client.getInputStream().readAllBytes(), UTF_8);
        assertTrue(client.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, client.exitValue(), output);
        assertTrue(output.contains("System Bundle"), output);
      }
      assertEquals(0, shell("status").status());
    } finally {
      for (SocketChannel channel : channels) {
        channel.close();
      }
    }
  }

  @Test
  void updatesAndReinstallsBundles() throws IOException {
    Path jar;
    try (var files = Files.list(RunningAgent.HOME.resolve("bundles/20"))) {
      jar = files.filter(it -> it.toString().contains("sinks-http")).findFirst().orElseThrow();
    }
    int id = bundle(shell("lb", "-s").output(), SINK);
    assertEquals(0, shell("felix:update", SINK).status());
    assertEquals(0, shell("felix:update", String.valueOf(id), "file:" + jar).status());
    assertEquals(0, shell("felix:uninstall", SINK).status());
    assertFalse(shell("lb", "-s").output().contains(SINK));
    assertEquals(0, shell("felix:install", "file:" + jar).status());
    int again = bundle(shell("lb", "-s").output(), SINK);
    assertEquals(0, shell("felix:start", String.valueOf(again)).status());
    String list = shell("lb", "-s").output();
    assertTrue(Pattern.compile("Active *\\|[^\n]*" + SINK).matcher(list).find(), list);
  }

  private static int bundle(String list, String name) {
    Matcher line =
        Pattern.compile("(?m)^ *(\\d+)\\|[^\n]*" + Pattern.quote(name) + " ").matcher(list);
    assertTrue(line.find(), list);
    return Integer.parseInt(line.group(1));
  }
}
