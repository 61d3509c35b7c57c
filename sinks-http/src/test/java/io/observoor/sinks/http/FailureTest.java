package io.observoor.sinks.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.SinkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failing servers, and the rows that are posted again. */
@Timeout(60)
final class FailureTest {
  private static final Batch ONE = Samples.batch(1, 10);
  private static final Batch TWO = Samples.batch(2, 10);

  @TempDir Path directory;

  private Settings settings(TestServer server) {
    return Samples.settings(server.address(), directory.resolve("quarantine"));
  }

  /** Writes batches and flushes; returns the failure. */
  private static SinkException failure(OpenSink sink, Batch... batches) {
    return assertThrows(
        SinkException.class,
        () -> {
          for (Batch batch : batches) {
            sink.sink().write(batch);
          }
          sink.sink().flush();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 408, 425, 429, 409, 401, 403, 404, 307})
  void postsAgainAfterStatus(int status) throws Exception {
    try (TestServer server = TestServer.start();
        OpenSink sink = OpenSink.of(settings(server))) {
      server.respond((number, _) -> number == 2 ? status : 200);
      SinkException failure = failure(sink, ONE, TWO);
      assertTrue(
          failure.getMessage().contains("HTTP " + status + " 'answer to 2'"), failure::getMessage);
      assertTrue(failure.getMessage().contains(server.address()), failure::getMessage);
      sink.reopen(1);
      sink.sink().write(TWO);
      assertEquals(2, sink.sink().flush());
      assertEquals(Samples.sorted(ONE, TWO), server.accepted());
      assertFalse(Files.exists(directory.resolve("quarantine")));
      assertEquals(1, sink.measurement("http_requests", "failed"));
    }
  }

  /** Batch 2 is split over a request that succeeds and one that fails. */
  @Test
  void postsOnlyUnansweredRowsAgain() throws Exception {
    Batch first = Samples.batch(1, 5);
    Batch second = Samples.batch(2, 12);
    try (TestServer server = TestServer.start();
        OpenSink sink = OpenSink.of(settings(server))) {
      server.respond((number, _) -> number == 2 ? 500 : 200);
      failure(sink, first, second);
      sink.reopen(1);
      sink.sink().write(second);
      assertEquals(2, sink.sink().flush());
      assertEquals(Samples.sorted(first, second), server.accepted());
      assertEquals("\"a1b2-c3/2.5-2.11\"", server.requests().getLast().header("Idempotency-Key"));
    }
  }

  @Test
  void anotherInstallationResetsProgress() throws Exception {
    try (TestServer server = TestServer.start();
        OpenSink sink = OpenSink.of(settings(server))) {
      sink.sink().write(ONE);
      sink.sink().write(Samples.batch(2, 3));
      sink.sink().close();
      sink.sink().open(new io.observoor.api.sink.SinkContext("other", 0));
      sink.sink().write(new Batch("other", 1, ONE.rows()));
      assertEquals(1, sink.sink().flush());
      assertEquals("\"other/1.0-1.9\"", server.requests().getLast().header("Idempotency-Key"));
    }
  }

  @Test
  void honorsRetryAfter() throws Exception {
    try (TestServer server = TestServer.start();
        OpenSink sink = OpenSink.of(settings(server))) {
      server.respond(
          (number, request) -> {
            request.exchange().getResponseHeaders().set("Retry-After", "1");
            return number == 1 ? 429 : 200;
          });
      failure(sink, ONE);
      sink.reopen(0);
      sink.sink().write(ONE);
      assertEquals(1, sink.sink().flush());
      long pause = server.requests().getLast().nanos() - server.requests().getFirst().nanos();
      assertTrue(pause >= TimeUnit.SECONDS.toNanos(1), () -> pause + " ns");
    }
  }

  @Test
  void openFailsDuringALongRetryAfter() throws Exception {
    String inHalfAnHour =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(30));
    try (TestServer server = TestServer.start();
        OpenSink sink = OpenSink.of(settings(server))) {
      server.respond(
          (_, request) -> {
            request.exchange().getResponseHeaders().set("Retry-After", inHalfAnHour);
            return 503;
          });
      failure(sink, ONE);
      SinkException refused = assertThrows(SinkException.class, () -> sink.reopen(0));
      assertTrue(refused.getMessage().contains("Retry-After"), refused::getMessage);
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void retriesAfterACutBeforeTheResponse() throws Exception {
    retriesAfterACut(
        (number, request) -> {
          return number == 1 ? 0 : 200;
        });
  }

  @Test
  void retriesAfterACutInTheResponse() throws Exception {
    retriesAfterACut(
        (number, request) -> {
          if (number > 1) {
            return 200;
          }
          request.exchange().sendResponseHeaders(200, 1_000);
          request.exchange().getResponseBody().write(new byte[10]);
          request.exchange().getResponseBody().flush();
          return 0;
        });
  }

  private void retriesAfterACut(TestServer.Handler handler) throws Exception {
    try (TestServer server = TestServer.start();
        OpenSink sink = OpenSink.of(settings(server))) {
      server.respond(handler);
      failure(sink, ONE);
      sink.reopen(0);
      sink.sink().write(ONE);
      assertEquals(1, sink.sink().flush());
      assertEquals(Samples.sorted(ONE), server.accepted());
      List<TestServer.Request> requests = server.requests();
      assertEquals(
          requests.getFirst().header("Idempotency-Key"),
          requests.getLast().header("Idempotency-Key"));
    }
  }

  /** A server that accepts the connection, reads 100 bytes and closes it. */
  @Test
  void failsAfterACutInTheRequest() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  while (true) {
                    try (var connection = server.accept()) {
                      connection.getInputStream().readNBytes(100);
                    }
                  }
                } catch (IOException e) {
                  // The test closed the socket.
                }
              });
      Settings settings =
          SettingsBuilder.of(
                  Samples.settings("http://127.0.0.1:" + server.getLocalPort() + "/", directory))
              .requestRows(100_000)
              .build();
      try (OpenSink sink = OpenSink.of(settings)) {
        SinkException failure = failure(sink, Samples.batch(1, 50_000));
        assertTrue(failure.getMessage().contains("sent again"), failure::getMessage);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void failsAtTheTimeout(boolean headersFirst) throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    try (TestServer server = TestServer.start();
        OpenSink sink =
            OpenSink.of(
                SettingsBuilder.of(settings(server)).timeout(Duration.ofMillis(300)).build())) {
      server.respond(
          (number, request) -> {
            if (number == 1) {
              if (headersFirst) {
                request.exchange().sendResponseHeaders(200, 10);
                request.exchange().getResponseBody().flush();
              }
              released.await();
            }
            return number == 1 ? 0 : 200;
          });
      SinkException failure = failure(sink, ONE);
      assertTrue(failure.getMessage().contains("no answer within 300 ms"), failure::getMessage);
      released.countDown();
      sink.reopen(0);
      sink.sink().write(ONE);
      assertEquals(1, sink.sink().flush());
      assertEquals(Samples.sorted(ONE), server.accepted());
    }
  }

  @Test
  void openFailsWithoutAListener() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    HttpSink sink = new HttpSink(Samples.settings("http://127.0.0.1:" + port + "/", directory));
    SinkException failure = assertThrows(SinkException.class, () -> sink.open(Samples.FIRST));
    assertTrue(
        failure.getMessage().contains("cannot connect: start the server"), failure::getMessage);
    sink.close();
  }

  @Test
  void openFailsForAnUnknownHost() {
    HttpSink sink = new HttpSink(Samples.settings("http://host.invalid/", directory));
    SinkException failure = assertThrows(SinkException.class, () -> sink.open(Samples.FIRST));
    assertTrue(
        failure.getMessage().contains("unknown host: correct the address"), failure::getMessage);
    sink.close();
  }

  @Test
  void messagesShowNoSecrets() throws Exception {
    try (TestServer server = TestServer.start()) {
      Endpoint endpoint =
          Endpoint.of(
              "http://127.0.0.1:" + server.port() + "/in?token=hidden",
              List.of("Authorization: Bearer s3cret"),
              "1");
      server.respond(
          (_, request) -> {
            byte[] echo =
                request.header("Authorization").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            request.exchange().sendResponseHeaders(401, echo.length);
            request.exchange().getResponseBody().write(echo);
            return 0;
          });
      try (OpenSink sink =
          OpenSink.of(SettingsBuilder.of(settings(server)).endpoint(endpoint).build())) {
        String message = failure(sink, ONE).getMessage();
        assertFalse(message.contains("s3cret") || message.contains("hidden"), message);
        assertTrue(message.contains("401 '***'"), message);
      }
    }
  }
}
