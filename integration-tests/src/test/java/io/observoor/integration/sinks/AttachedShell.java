package io.observoor.integration.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.terminal.AgentConnection;
import io.observoor.terminal.AttachException;
import io.observoor.terminal.protocol.CommandRequest;
import io.observoor.terminal.protocol.Frame;
import io.observoor.terminal.protocol.FrameType;
import io.observoor.terminal.protocol.TerminalProperties;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Runs commands in a running agent without a client process, so that a test can act while a command
 * runs.
 */
final class AttachedShell implements AutoCloseable {
  private final AgentConnection connection;

  private AttachedShell(AgentConnection connection) {
    this.connection = connection;
  }

  /** Attaches to the agent of a data directory. */
  static AttachedShell to(Path data) {
    try {
      return new AttachedShell(AgentConnection.open(data.resolve("shell.sock"), "test"));
    } catch (AttachException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends a command; returns when the socket has taken it. */
  void send(String command) throws IOException {
    connection.frames().write(new CommandRequest(command, TerminalProperties.NONE, false).frame());
  }

  /** Waits for the end of the sent command; returns its output. */
  String answer() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Frame frame = connection.frames().next();
    while (frame.type() != FrameType.DONE) {
      printed.writeBytes(frame.payload());
      frame = connection.frames().next();
    }
    if (frame.status() != 0) {
      throw new AssertionError("status " + frame.status() + ": " + printed.toString(UTF_8));
    }
    return printed.toString(UTF_8);
  }

  /** Runs a command; returns its output. */
  static String run(Path data, String command) throws IOException {
    try (AttachedShell shell = to(data)) {
      shell.send(command);
      return shell.answer();
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
