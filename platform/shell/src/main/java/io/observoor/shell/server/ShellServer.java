package io.observoor.shell.server;

import io.observoor.shell.session.Connection;
import io.observoor.terminal.protocol.Frame;
import io.observoor.terminal.protocol.FrameStream;
import io.observoor.terminal.protocol.FrameType;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes clients from the socket, each with a thread of its own, up to a bound. */
final class ShellServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShellServer.class);

  private static final int MOST_CLIENTS = 64;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** Whoever has not said hello by then makes room when another comes. */
  private static final long GREETING_NANOS = Duration.ofSeconds(10).toNanos();

  private record Client(Connection connection, long since) {}

  private final BundleContext context;
  private final ShellSocket socket;
  private final Peers peers;
  private final Map<SocketChannel, Client> clients = new HashMap<>();
  private final Thread acceptor;
  private volatile boolean closed;

  private ShellServer(BundleContext context, ShellSocket socket, Peers peers) {
    this.context = context;
    this.socket = socket;
    this.peers = peers;
    acceptor = Thread.ofPlatform().name("observoor-shell").daemon().unstarted(this::accept);
  }

  /** Begins to serve at this path. */
  static ShellServer start(BundleContext context, Path path) throws IOException {
    ShellSocket socket = ShellSocket.open(path);
    try {
      ShellServer server = new ShellServer(context, socket, new Peers(path));
      server.acceptor.start();
      return server;
    } catch (IOException | RuntimeException cause) {
      socket.close();
      throw cause;
    }
  }

  private void accept() {
    while (!closed) {
      try {
        SocketChannel channel = socket.accept();
        Thread.ofPlatform().name("observoor-shell-client").daemon().start(() -> serve(channel));
      } catch (ClosedChannelException end) {
        return;
      } catch (IOException cause) {
        LOG.warn("the shell cannot take a client: {}", cause.getMessage());
        if (!pause()) {
          return;
        }
      }
    }
  }

  /** Out of descriptors, most likely: some are free again in a while. */
  private static boolean pause() {
    try {
      Thread.sleep(AFTER_FAILURE);
      return true;
    } catch (InterruptedException end) {
      return false;
    }
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      FrameStream frames =
          new FrameStream(Channels.newInputStream(channel), Channels.newOutputStream(channel));
      UserPrincipal user = Peers.of(channel);
      if (!peers.isWelcome(user)) {
        LOG.warn("user {} was refused at the shell", user.getName());
        refuse(frames, "only the user that runs the agent, and root, may use its shell");
        return;
      }
      Connection connection = new Connection(context, frames);
      if (!admit(channel, connection)) {
        refuse(frames, "the shell has " + MOST_CLIENTS + " clients already: end one of them");
        return;
      }
      try {
        connection.serve();
      } finally {
        forget(channel);
      }
    } catch (IOException gone) {
      LOG.debug("a client of the shell is gone: {}", gone.getMessage());
    }
  }

  private static void refuse(FrameStream frames, String why) throws IOException {
    frames.read();
    frames.write(Frame.of(FrameType.REFUSED, why));
  }

  private synchronized boolean admit(SocketChannel channel, Connection connection) {
    long now = System.nanoTime();
    clients.forEach(
        (other, client) -> {
          if (!client.connection.greeted() && now - client.since > GREETING_NANOS) {
            close(other);
          }
        });
    if (closed || clients.size() >= MOST_CLIENTS) {
      return false;
    }
    clients.put(channel, new Client(connection, now));
    return true;
  }

  private synchronized void forget(SocketChannel channel) {
    clients.remove(channel);
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException cause) {
      LOG.debug("cannot close a client of the shell: {}", cause.getMessage());
    }
  }

  /** Ends every session. */
  @Override
  public void close() throws IOException {
    closed = true;
    socket.close();
    List<SocketChannel> left;
    synchronized (this) {
      left = new ArrayList<>(clients.keySet());
    }
    left.forEach(ShellServer::close);
  }
}
