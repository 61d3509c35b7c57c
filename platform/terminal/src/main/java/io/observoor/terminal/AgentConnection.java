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
 * A connection to a running agent that speaks our protocol.
 *
 * @param frames what passes
 * @param agentVersion the agent's version
 * @param closing ends it
 */
public record AgentConnection(FrameStream frames, String agentVersion, AutoCloseable closing)
    implements AutoCloseable {

  /**
   * Connects to the agent whose socket this is.
   *
   * @param version the caller's own version
   * @throws AttachException if there is no agent, or it will not talk to us
   */
  public static AgentConnection open(Path socket, String version) throws AttachException {
    Optional<String> refusal = SocketPath.refusal(socket);
    if (refusal.isPresent()) {
      throw new AttachException(refusal.get());
    }
    SocketChannel channel = connect(socket);
    try {
      return greet(
          new FrameStream(Channels.newInputStream(channel), Channels.newOutputStream(channel)),
          version,
          channel);
    } catch (AttachException cause) {
      close(channel);
      throw cause;
    }
  }

  /** Says hello over streams that lead to an agent, and hears its answer. */
  public static AgentConnection greet(FrameStream frames, String version, AutoCloseable closing)
      throws AttachException {
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
      return new AgentConnection(frames, agent.version(), closing);
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
          + ": permission denied: only the user that runs the agent, and root, may (try sudo)";
    }
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      return "no agent runs with the socket "
          + socket
          + ": start one, or say where its data is with --data DIR or --config FILE";
    }
    if (message.contains("refused")) {
      return "the agent that made the socket " + socket + " does not run any more: start it again";
    }
    return "cannot attach to " + socket + ": " + message;
  }

  private static void close(AutoCloseable closing) {
    try {
      closing.close();
    } catch (Exception ignored) {
      // it is of no use any more, whatever it says
    }
  }

  @Override
  public void close() {
    close(closing);
  }
}
