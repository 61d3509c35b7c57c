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
 * A proxy in front of ClickHouse's HTTP interface that injects faults into inserts: into the next
 * ones in order ({@link #next}) or into all ({@link #always}). Passes all other requests.
 * Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
  private static final Pattern INSERT =
      Pattern.compile("\\binsert\\s+into\\s(?!.*schema_migrations)", Pattern.CASE_INSENSITIVE);

  private static final String ERROR = Refusals.error("the proxy failed\n", "");

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

  /** Starts a proxy for the server on a port of 127.0.0.1, which may start later. */
  public static FaultProxy before(int upstreamPort) {
    try {
      return new FaultProxy(upstreamPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the proxy's address without a trailing slash. */
  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** Sets the faults of the next inserts in order, before that of {@link #always}. */
  public synchronized void next(Fault... faults) {
    script.addAll(List.of(faults));
  }

  /** Sets the fault of all inserts without another one. */
  public synchronized void always(Fault fault) {
    standing = fault;
  }

  /**
   * Answers the next inserts into a table with {@link Fault#REFUSED}, before any other fault.
   *
   * @param table name without a database
   * @param code ClickHouse's error code
   * @param times number of inserts; 0 to stop
   */
  public synchronized void refuse(String table, int code, int times) {
    refusals.set(table, code, times);
  }

  /** Sets the delay of late requests and answers. */
  public synchronized void setDelay(Duration wanted) {
    delay = wanted;
  }

  /** Cuts all connections and refuses new ones, or accepts them again. */
  public synchronized void setRefusing(boolean wanted) {
    try {
      if (wanted && !listener.isClosed()) {
        listener.close();
        // the port is free once no thread accepts on it
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

  /** Returns the number of inserts that met a fault. */
  public synchronized int met(Fault fault) {
    return met.getOrDefault(fault, 0);
  }

  /** Returns the number of inserts whose answer was passed from the server. */
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
                  // closed
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
                add(client, server);
                Wire toClient = Wire.of(client);
                Wire toServer = Wire.of(server);
                while (exchange(toClient, toServer)) {
                  // next request of this connection
                }
              } catch (IOException e) {
                // either side has closed its connection
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                remove(client);
              }
            });
  }

  private synchronized void add(Socket client, Socket server) {
    connections.add(client);
    connections.add(server);
  }

  private synchronized void remove(Socket client) {
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

  /** Passes a request and its answer; false at the end of the connection. */
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
