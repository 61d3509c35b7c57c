package io.observoor.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Stands between a client and ClickHouse's HTTP interface and lets inserts fail as its test wants:
 * the next ones in order ({@link #next}), or all of them ({@link #always}). Everything else passes.
 * Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
  private static final Pattern INSERT =
      Pattern.compile("\\binsert\\s+into\\s(?!.*schema_migrations)", Pattern.CASE_INSENSITIVE);

  private static final String ERROR = Refusals.error("something between has failed\n", "");

  private final int upstreamPort;
  private final int port;
  private final Set<Socket> connections = new HashSet<>();
  private final Deque<Fault> script = new ArrayDeque<>();
  private final Refusals refusals = new Refusals();
  private final Map<Fault, Integer> met = new EnumMap<>(Fault.class);
  private Fault standing;
  private Duration delay = Duration.ofSeconds(1);
  private ServerSocket listener;
  private Thread acceptor;
  private long passed;

  private FaultProxy(int upstreamPort) throws IOException {
    this.upstreamPort = upstreamPort;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    port = listener.getLocalPort();
    acceptor = accept(listener);
  }

  /** Starts one before the server that listens on this port of 127.0.0.1, now or later. */
  public static FaultProxy before(int upstreamPort) {
    try {
      return new FaultProxy(upstreamPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its address, without a slash at the end. */
  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** What happens to the next inserts, one after the other, whatever is {@link #always} else. */
  public synchronized void next(Fault... faults) {
    script.addAll(List.of(faults));
  }

  /** What happens to all inserts that nothing else is said of. */
  public synchronized void always(Fault fault) {
    standing = fault;
  }

  /**
   * Answers the next so many inserts into a table with {@link Fault#REFUSED}, whatever is said of
   * all inserts.
   *
   * @param table its name, without a database
   * @param code ClickHouse's number for what is wrong
   * @param times 0 ends it
   */
  public synchronized void refuse(String table, int code, int times) {
    refusals.set(table, code, times);
  }

  /** How late what is late comes. */
  public synchronized void setDelay(Duration wanted) {
    delay = wanted;
  }

  /** Cuts all connections, and refuses new ones or takes them again. */
  public synchronized void setRefusing(boolean wanted) {
    try {
      if (wanted && !listener.isClosed()) {
        listener.close();
        // the port is free only when nobody waits on it any more
        acceptor.join();
        cut();
      } else if (!wanted && listener.isClosed()) {
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        acceptor = accept(listener);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cut() throws IOException {
    for (Socket connection : connections) {
      connection.close();
    }
    connections.clear();
  }

  /** How many inserts met this. */
  public synchronized int met(Fault fault) {
    return met.getOrDefault(fault, 0);
  }

  /** How many inserts were answered by the server, and the answer passed. */
  public synchronized long passed() {
    return passed;
  }

  /** Waits until this many inserts met the fault. */
  public void awaitMet(Fault fault, int times) {
    Await.until(
        fault + " " + times + " times", this::met, met -> met.getOrDefault(fault, 0) >= times);
  }

  private synchronized Map<Fault, Integer> met() {
    return new EnumMap<>(met);
  }

  private Thread accept(ServerSocket on) {
    return Thread.ofPlatform()
        .daemon()
        .name("fault-proxy")
        .start(
            () -> {
              while (!on.isClosed()) {
                try {
                  serve(on.accept());
                } catch (IOException e) {
                  // it was closed
                }
              }
            });
  }

  private void serve(Socket client) {
    Thread.ofPlatform()
        .daemon()
        .name("fault-proxy-connection")
        .start(
            () -> {
              try (client;
                  Socket server = new Socket(InetAddress.getLoopbackAddress(), upstreamPort)) {
                keep(client, server);
                Wire toClient = Wire.of(client);
                Wire toServer = Wire.of(server);
                while (exchange(toClient, toServer)) {
                  // the next request of this connection
                }
              } catch (IOException e) {
                // either side has gone, which is what this is about
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                forget(client);
              }
            });
  }

  private synchronized void keep(Socket client, Socket server) {
    connections.add(client);
    connections.add(server);
  }

  private synchronized void forget(Socket client) {
    connections.remove(client);
    connections.removeIf(Socket::isClosed);
  }

  /** Both directions of a connection. */
  private record Wire(InputStream in, OutputStream out) {
    static Wire of(Socket socket) throws IOException {
      return new Wire(
          new BufferedInputStream(socket.getInputStream()),
          new BufferedOutputStream(socket.getOutputStream()));
    }
  }

  /** One request and its answer; false when the connection is over. */
  private boolean exchange(Wire client, Wire server) throws IOException, InterruptedException {
    HttpMessage request = HttpMessage.request(client.in(), client.out());
    if (request == null) {
      return false;
    }
    String refusal = isInsert(request) ? refusal(request) : null;
    if (refusal != null) {
      return answered(client, refusal, Fault.REFUSED);
    }
    Fault fault = isInsert(request) ? decide() : Fault.NONE;
    switch (fault) {
      case ERROR -> {
        return answered(client, ERROR, fault);
      }
      case CUT_REQUEST -> {
        request.write(server.out(), request.body().length / 2);
        count(fault);
        return false;
      }
      case LATE_REQUEST -> {
        count(fault);
        Thread.sleep(delay());
      }
      case NONE, REFUSED, CUT_ANSWER, LATE_ANSWER -> {}
    }
    request.write(server.out());
    HttpMessage answer = HttpMessage.response(server.in());
    if (fault == Fault.CUT_ANSWER) {
      count(fault);
      return false;
    }
    if (fault == Fault.LATE_ANSWER) {
      count(fault);
      Thread.sleep(delay());
    }
    answer.write(client.out());
    if (isInsert(request)) {
      passed(fault);
    }
    return !request.isLast() && !answer.isLast();
  }

  private boolean answered(Wire client, String answer, Fault fault) throws IOException {
    client.out().write(answer.getBytes(ISO_8859_1));
    client.out().flush();
    count(fault);
    return true;
  }

  private static boolean isInsert(HttpMessage request) {
    return INSERT.matcher(request.statement()).find();
  }

  private synchronized String refusal(HttpMessage request) {
    return refusals.answer(request.statement());
  }

  private synchronized Fault decide() {
    Fault fault = script.poll();
    return fault != null ? fault : standing != null ? standing : Fault.NONE;
  }

  private synchronized Duration delay() {
    return delay;
  }

  private synchronized void count(Fault fault) {
    met.merge(fault, 1, Integer::sum);
  }

  private synchronized void passed(Fault fault) {
    passed++;
    if (fault == Fault.NONE) {
      count(fault);
    }
  }

  @Override
  public synchronized void close() {
    try {
      listener.close();
      cut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
