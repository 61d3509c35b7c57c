package io.observoor.sinks.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ConnectionSettings;
import io.observoor.sinks.clickhouse.connection.Login;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The resources of an open sink, and requests that end without an answer. */
@Timeout(60)
final class SinkLifecycleTest {
  @TempDir private Path directory;

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("clickhouse"))
        .count();
  }

  @Test
  void closedSinksLeaveNoThreads() throws Exception {
    try (ClickHouseServer server = ClickHouseServer.start(directory)) {
      Samples.create(server, Samples.counter("a", 0, 1).schema());
      ClickHouseSink sink = Samples.sink(server.endpoint(), directory.resolve("q"));
      int threadsAfterFirst = 0;
      for (int i = 1; i <= 50; i++) {
        sink.open(new SinkContext(Samples.INSTALLATION, i - 1));
        sink.write(Samples.batch(i, Samples.counter("a", i, 10)));
        assertEquals(i, sink.flush());
        sink.close();
        if (i == 1) {
          threadsAfterFirst = Thread.getAllStackTraces().size();
        }
      }
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().startsWith("clickhouse")) {
          thread.join();
        }
      }
      assertEquals(0, threads());
      assertTrue(Thread.getAllStackTraces().size() <= threadsAfterFirst, "other threads");
      assertEquals("500", server.value("SELECT count() FROM d.a"));
    }
  }

  /** Starts a server that answers queries but not inserts. */
  private static HttpServer silent(CountDownLatch asked, CountDownLatch end) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestURI().toString().contains("INSERT")) {
            asked.countDown();
            try {
              end.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          exchange.getRequestBody().readAllBytes();
          byte[] answer = "[\"26.7\"]\n".getBytes(UTF_8);
          exchange.getResponseHeaders().add("X-ClickHouse-Format", "TabSeparated");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  private ClickHouseSink sink(HttpServer server, Duration timeout) {
    ConnectionSettings plain =
        Samples.connection("http://127.0.0.1:" + server.getAddress().getPort());
    return new ClickHouseSink(
        Samples.settings(
            new ConnectionSettings(
                plain.endpoints(),
                plain.database(),
                plain.login(),
                plain.authority(),
                plain.certificate(),
                plain.key(),
                plain.compression(),
                timeout,
                plain.workers()),
            directory.resolve("q")),
        () -> 0);
  }

  @Test
  void interruptEndsTheWaitForAnAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    HttpServer server = silent(asked, end);
    ClickHouseSink sink = sink(server, Duration.ofHours(1));
    sink.open(Samples.BEGINNING);
    sink.write(Samples.batch(1, Samples.counter("a", 1, 3)));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread flushing =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    sink.flush();
                  } catch (InterruptedException | SinkException e) {
                    thrown.set(e);
                  }
                });
    asked.await();
    flushing.interrupt();
    flushing.join();
    assertEquals(InterruptedException.class, thrown.get().getClass());
    sink.close();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("clickhouse")) {
        thread.join();
      }
    }
    end.countDown();
    server.stop(0);
  }

  @Test
  void failsWithoutAnAnswerInTime() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    HttpServer server = silent(new CountDownLatch(1), end);
    ClickHouseSink sink = sink(server, Duration.ofMillis(300));
    sink.open(Samples.BEGINNING);
    sink.write(Samples.batch(1, Samples.counter("a", 1, 3)));
    SinkException late = assertThrows(SinkException.class, sink::flush);
    assertTrue(late.getMessage().contains("no answer in time"), late.getMessage());
    sink.close();
    end.countDown();
    server.stop(0);
  }

  @Test
  void failsWhenFewerRowsAreConfirmed() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          boolean isInsert = exchange.getRequestURI().toString().contains("INSERT");
          byte[] answer =
              (isInsert ? "Code: 241. DB::Exception: Memory limit exceeded" : "[\"26.7\"]\n")
                  .getBytes(UTF_8);
          exchange.getResponseHeaders().add("X-ClickHouse-Format", "TabSeparated");
          exchange
              .getResponseHeaders()
              .add("X-ClickHouse-Summary", "{\"written_rows\":\"2\",\"written_bytes\":\"9\"}");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    ClickHouseSink sink = sink(server, Duration.ofSeconds(10));
    sink.open(Samples.BEGINNING);
    sink.write(Samples.batch(1, Samples.counter("a", 1, 3)));
    SinkException cut = assertThrows(SinkException.class, sink::flush);
    assertTrue(cut.getMessage().contains("not all rows were confirmed: 2 of 3"), cut.getMessage());
    sink.close();
    server.stop(0);
  }

  @Test
  void sendsAnAccessTokenInsteadOfAUser() throws Exception {
    AtomicReference<String> authorization = new AtomicReference<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("X-ClickHouse-Exception-Code", "516");
          byte[] answer = "Code: 516. DB::Exception: no (AUTHENTICATION_FAILED)".getBytes(UTF_8);
          exchange.sendResponseHeaders(403, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    ClickHouseSink sink =
        new ClickHouseSink(
            Samples.settings(
                Samples.connection(
                    "127.0.0.1:" + server.getAddress().getPort(),
                    new Login("default", "", "abc.def")),
                directory.resolve("q")),
            () -> 0);
    SinkException refused = assertThrows(SinkException.class, () -> sink.open(Samples.BEGINNING));
    assertEquals("Bearer abc.def", authorization.get());
    assertTrue(refused.getMessage().contains("as the access token"), refused.getMessage());
    sink.close();
    server.stop(0);
  }
}
