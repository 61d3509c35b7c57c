package io.observoor.sinks.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.Measurement;
import io.observoor.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests, and the acknowledgement of batches. */
@Timeout(60)
final class HttpSinkTest {
  @TempDir Path directory;

  private Settings settings(TestServer server) {
    return Samples.settings(server.address(), directory);
  }

  @ParameterizedTest
  @EnumSource
  void postsWithEveryCompression(Compression compression) throws Exception {
    Batch small = Samples.batch(1, Samples.everything());
    Batch large = Samples.batch(2, 3_000);
    try (TestServer server = TestServer.start();
        OpenSink sink =
            OpenSink.of(
                SettingsBuilder.of(settings(server))
                    .compression(compression)
                    .requestRows(2_000)
                    .build())) {
      sink.sink().write(small);
      sink.sink().write(large);
      assertEquals(2, sink.sink().flush());
      assertEquals(Samples.sorted(small, large), server.accepted());
      TestServer.Request request = server.requests().getFirst();
      assertEquals("application/x-ndjson", request.header("Content-Type"));
      assertEquals(
          compression == Compression.NONE ? null : compression.encoding(),
          request.header("Content-Encoding"));
    }
  }

  @Test
  void requestsAreFullAndNameTheirRows() throws Exception {
    try (TestServer server = TestServer.start();
        OpenSink sink = OpenSink.of(settings(server))) {
      assertEquals(0, sink.sink().write(Samples.batch(7, 4)));
      assertEquals(0, sink.sink().write(Samples.batch(8, 0)));
      sink.sink().write(Samples.batch(9, 17));
      assertEquals(9, sink.sink().flush());
      assertEquals(
          List.of("\"a1b2-c3/7.0-9.5\"", "\"a1b2-c3/9.6-9.15\"", "\"a1b2-c3/9.16-9.16\""),
          server.requests().stream().map(it -> it.header("Idempotency-Key")).toList());
      assertEquals(
          List.of(10, 10, 1), server.requests().stream().map(it -> it.lines().size()).toList());
      assertEquals(3, sink.measurement("http_requests", "accepted"));
      assertEquals(21, sink.measurement("posted_rows", ""));
      assertEquals(0, sink.measurement("waiting_rows", ""));
    }
  }

  @Test
  void acknowledgesABatchWithoutRows() throws Exception {
    try (TestServer server = TestServer.start();
        OpenSink sink = OpenSink.of(settings(server))) {
      assertEquals(1, sink.sink().write(Samples.batch(1, 0)));
      assertEquals(0, server.requests().size());
    }
  }

  @Test
  void postsFewRowsAtTheBatchTimeout() throws Exception {
    try (TestServer server = TestServer.start();
        OpenSink sink =
            OpenSink.of(
                SettingsBuilder.of(settings(server)).requestAge(Duration.ofMillis(20)).build())) {
      sink.sink().write(Samples.batch(1, 3));
      Await.until("the batch is acknowledged", sink.sink()::idle, sequence -> sequence > 0);
      assertEquals(3, server.accepted().size());
    }
  }

  @Test
  void workersPostConcurrentlyAndAcknowledgeInOrder() throws Exception {
    CountDownLatch others = new CountDownLatch(3);
    CountDownLatch release = new CountDownLatch(1);
    try (TestServer server = TestServer.start();
        OpenSink sink = OpenSink.of(SettingsBuilder.of(settings(server)).workers(4).build())) {
      server.respond(
          (_, request) -> {
            if (request.header("Idempotency-Key").contains("/1.0-")) {
              release.await();
            } else {
              others.countDown();
            }
            return 200;
          });
      for (int sequence = 1; sequence <= 4; sequence++) {
        assertEquals(0, sink.sink().write(Samples.batch(sequence, 10)));
      }
      others.await();
      assertEquals(0, sink.sink().idle(), "the first request has no answer");
      release.countDown();
      assertEquals(4, sink.sink().flush());
      assertEquals(40, server.accepted().size());
    }
  }

  @Test
  void oneWorkerPostsSequentially() throws Exception {
    Set<Integer> inside = java.util.concurrent.ConcurrentHashMap.newKeySet();
    CompletableFuture<String> overlap = new CompletableFuture<>();
    try (TestServer server = TestServer.start();
        OpenSink sink = OpenSink.of(settings(server))) {
      server.respond(
          (number, _) -> {
            inside.add(number);
            if (inside.size() > 1) {
              overlap.complete("requests " + inside);
            }
            inside.remove(number);
            return 200;
          });
      sink.sink().write(Samples.batch(1, 300));
      assertEquals(1, sink.sink().flush());
      assertFalse(overlap.isDone(), () -> overlap.join());
      assertEquals(Samples.sorted(Samples.batch(1, 300)), server.accepted());
    }
  }

  @Test
  void limitsRowsInMemory() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (TestServer server = TestServer.start();
        OpenSink sink = OpenSink.of(SettingsBuilder.of(settings(server)).queueRows(25).build())) {
      server.respond(
          (_, _) -> {
            release.await();
            return 200;
          });
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      sink.sink().write(Samples.batch(1, 100));
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  });
      Await.until("the writer waits", writer::getState, Thread.State.WAITING::equals);
      assertEquals(25, sink.measurement("waiting_rows", ""));
      release.countDown();
      writer.join();
      assertEquals(1, sink.sink().flush());
      assertEquals(100, server.accepted().size());
    }
  }

  @Test
  void limitsARequestToTheQueue() throws Exception {
    try (TestServer server = TestServer.start();
        OpenSink sink = OpenSink.of(SettingsBuilder.of(settings(server)).queueRows(3).build())) {
      sink.sink().write(Samples.batch(1, 10));
      assertEquals(1, sink.sink().flush());
      assertEquals(10, server.accepted().size());
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(booleans = {true, false})
  void keepsConnectionsOnlyWithKeepAlive(boolean keepAlive) throws Exception {
    try (TestServer server = TestServer.start();
        OpenSink sink =
            OpenSink.of(SettingsBuilder.of(settings(server)).keepAlive(keepAlive).build())) {
      sink.sink().write(Samples.batch(1, 50));
      assertEquals(1, sink.sink().flush());
      Set<Integer> ports =
          server.requests().stream()
              .map(it -> it.exchange().getRemoteAddress().getPort())
              .collect(Collectors.toSet());
      assertEquals(keepAlive ? 1 : 5, ports.size());
    }
  }

  @Test
  void sendsHeadersAndUser() throws Exception {
    try (TestServer server = TestServer.start()) {
      Endpoint endpoint =
          Endpoint.of(
              "http://me:a%20b@127.0.0.1:" + server.port() + "?token=t",
              List.of("X-Scope: one: two", "x-empty:"),
              "1.2.3");
      try (OpenSink sink =
          OpenSink.of(SettingsBuilder.of(settings(server)).endpoint(endpoint).build())) {
        sink.sink().write(Samples.batch(1, 1));
        sink.sink().flush();
      }
      TestServer.Request request = server.requests().getFirst();
      assertEquals("one: two", request.header("X-Scope"));
      assertEquals("", request.header("X-Empty"));
      assertEquals("observoor/1.2.3", request.header("User-Agent"));
      assertEquals("Basic bWU6YSBi", request.header("Authorization"));
      assertEquals("/?token=t", request.exchange().getRequestURI().toString());
      assertNull(request.header("Content-Encoding"));
      assertEquals("http://127.0.0.1:" + server.port() + "/", endpoint.toString());
    }
  }

  @Test
  void openAndCloseLeaveNoThread() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (TestServer server = TestServer.start()) {
      server.respond(
          (_, _) -> {
            never.await();
            return 200;
          });
      HttpSink sink = new HttpSink(SettingsBuilder.of(settings(server)).workers(3).build());
      Set<Thread> before = threads();
      for (int i = 0; i < 50; i++) {
        sink.open(Samples.FIRST);
        if (i % 2 == 0) {
          sink.write(Samples.batch(1, 30));
        }
        sink.close();
      }
      Set<Thread> left = threads();
      left.removeAll(before);
      assertTrue(left.isEmpty(), left::toString);
      never.countDown();
    }
  }

  /** The live threads of sinks and their HTTP clients. */
  private static Set<Thread> threads() throws InterruptedException {
    Set<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(it -> it.getName().matches("sink-.*|HttpClient-.*"))
            .collect(Collectors.toSet());
    for (Thread thread : threads) {
      // A client's threads end after it is closed.
      thread.join(Duration.ofSeconds(10));
    }
    threads.removeIf(it -> !it.isAlive());
    return threads;
  }

  @Test
  void measurementsHaveNamesAndHelp() {
    HttpSink sink = new HttpSink(Samples.settings("http://127.0.0.1:1/", directory));
    for (Measurement measurement : sink.measurements()) {
      assertTrue(measurement.name().matches("[a-z_]+"), measurement::toString);
      assertTrue(measurement.help().endsWith("."), measurement::toString);
    }
  }
}
