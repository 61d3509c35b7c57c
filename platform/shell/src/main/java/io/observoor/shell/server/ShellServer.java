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

/** Accepts clients from the socket and serves each on a thread of its own. */
final class ShellServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("shell");

  private static final int MAXIMUM_CLIENTS = 64;
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  /** A client that has not sent HELLO by then is disconnected when another one connects. */
  private static final long HELLO_NANOS = Duration.ofSeconds(10).toNanos();

  private record Client(Connection connection, long since) {}

  private final BundleContext context;
  private final ShellSocket socket;
  private final AllowedUsers users;
  private final Map<SocketChannel, Client> clients = new HashMap<>();
  private final Thread acceptor;
  private volatile boolean closed;

  private ShellServer(BundleContext context, ShellSocket socket, AllowedUsers users) {
    this.context = context;
    this.socket = socket;
    this.users = users;
    acceptor = Thread.ofPlatform().name("observoor-shell").daemon().unstarted(this::accept);
  }

  /** Opens the socket at this path and starts to accept clients. */
  static ShellServer start(BundleContext context, Path path) throws IOException {
    ShellSocket socket = ShellSocket.open(path);
    try {
      ShellServer server = new ShellServer(context, socket, new AllowedUsers(path));
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
      } catch (ClosedChannelException closing) {
        return;
      } catch (IOException cause) {
        LOG.warn("cannot accept a client: {}", cause.getMessage());
        if (!pause()) {
          return;
        }
      }
    }
  }

  /** Waits, most likely for file descriptors that others close; false when interrupted. */
  private static boolean pause() {
    try {
      Thread.sleep(RETRY_DELAY);
      return true;
    } catch (InterruptedException closing) {
      return false;
    }
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      FrameStream frames =
          new FrameStream(Channels.newInputStream(channel), Channels.newOutputStream(channel));
      UserPrincipal user = AllowedUsers.peer(channel);
      if (!users.contains(user)) {
        LOG.warn("refused user {}: not the user that runs the agent", user.getName());
        refuse(frames, "only the user that runs the agent, and root, may use its shell");
        return;
      }
      Connection connection = new Connection(context, frames);
      if (!admit(channel, connection)) {
        refuse(
            frames,
            "the shell has " + MAXIMUM_CLIENTS + " clients, its maximum: disconnect one of them");
        return;
      }
      try {
        connection.serve();
      } finally {
        forget(channel);
      }
    } catch (IOException disconnected) {
      LOG.debug("a client disconnected: {}", disconnected.getMessage());
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
          if (!client.connection.hasSentHello() && now - client.since > HELLO_NANOS) {
            close(other);
          }
        });
    if (closed || clients.size() >= MAXIMUM_CLIENTS) {
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
      LOG.debug("cannot close the connection of a client: {}", cause.getMessage());
    }
  }

  /** Closes the socket and disconnects every client. */
  @Override
  public void close() throws IOException {
    closed = true;
    socket.close();
    List<SocketChannel> open;
    synchronized (this) {
      open = new ArrayList<>(clients.keySet());
    }
    open.forEach(ShellServer::close);
  }
}
