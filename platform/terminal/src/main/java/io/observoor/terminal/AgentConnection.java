package io.observoor.terminal;

import io.observoor.terminal.protocol.Frame;
import io.observoor.terminal.protocol.FrameStream;
import io.observoor.terminal.protocol.FrameType;
import io.observoor.terminal.protocol.Hello;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A connection to a running agent, after both sides have sent HELLO.
 *
 * @param frames to and from the agent
 * @param agentVersion the agent's version
 * @param channel closed with the connection
 */
public record AgentConnection(FrameStream frames, String agentVersion, AutoCloseable channel)
    implements AutoCloseable {

  /**
   * Connects to the agent with this socket.
   *
   * @param version the caller's own version
   * @throws AttachException if no agent is running, or it refuses the connection
   */
  public static AgentConnection open(Path socket, String version) throws AttachException {
    Optional<String> problem = SocketPath.problem(socket);
    if (problem.isPresent()) {
      throw new AttachException(problem.get());
    }
    SocketChannel channel = connect(socket);
    try {
      return exchangeHello(
          new FrameStream(Channels.newInputStream(channel), Channels.newOutputStream(channel)),
          version,
          channel);
    } catch (AttachException cause) {
      close(channel);
      throw cause;
    }
  }

  /** Exchanges HELLO with the agent at the other end of these streams. */
  public static AgentConnection exchangeHello(
      FrameStream frames, String version, AutoCloseable channel) throws AttachException {
    Hello own = Hello.of(version);
    try {
      frames.write(own.frame());
      Frame answer = frames.next();
      if (answer.type() == FrameType.REFUSED) {
        throw new AttachException(answer.text());
      }
      Hello agent = Hello.of(answer);
      Optional<String> mismatch = Hello.mismatch(agent, own);
      if (mismatch.isPresent()) {
        throw new AttachException(mismatch.get());
      }
      return new AgentConnection(frames, agent.version(), channel);
    } catch (IOException cause) {
      throw new AttachException("the agent does not answer: " + cause.getMessage());
    }
  }

  private static SocketChannel connect(Path socket) throws AttachException {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
      } catch (IOException cause) {
        channel.close();
        throw cause;
      }
    } catch (IOException cause) {
      throw new AttachException(reason(socket, String.valueOf(cause.getMessage())));
    }
  }

  private static String reason(Path socket, String message) {
    if (message.contains("ermission")) {
      return "cannot attach to "
          + socket
          + ": permission denied: only the user that runs the agent, and root, may connect (try"
          + " sudo)";
    }
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      return "no agent is running with the socket "
          + socket
          + ": start one, or name its data directory with --data DIR or --config FILE";
    }
    if (message.contains("refused")) {
      return "the agent that opened the socket " + socket + " is no longer running: start it again";
    }
    return "cannot attach to " + socket + ": " + message;
  }

  private static void close(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception ignored) {
      // the connection is not used again
    }
  }

  @Override
  public void close() {
    close(channel);
  }
}
