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

/** Servers that fail, and what is posted again. */
@Timeout(60)
final class FailureTest {
  private static final Batch ONE = Samples.batch(1, 10);
  private static final Batch TWO = Samples.batch(2, 10);

  @TempDir Path directory;

  private Settings settings(Receiver receiver) {
    return Samples.settings(receiver.address(), directory.resolve("quarantine"));
  }

  /** Fails in the sink's next call or in a flush. */
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
  void rowsComeAgainAfter(int status) throws Exception {
    try (Receiver receiver = Receiver.start();
        OpenSink sink = OpenSink.of(settings(receiver))) {
      receiver.that((number, _) -> number == 2 ? status : 200);
      SinkException failure = failure(sink, ONE, TWO);
      assertTrue(
          failure.getMessage().contains("HTTP " + status + " 'answer to 2'"), failure::getMessage);
      assertTrue(failure.getMessage().contains(receiver.address()), failure::getMessage);
      sink.again(1);
      sink.sink().write(TWO);
      assertEquals(2, sink.sink().flush());
      assertEquals(Samples.sorted(ONE, TWO), receiver.taken());
      assertFalse(Files.exists(directory.resolve("quarantine")));
      assertEquals(1, sink.measured("http_requests", "failed"));
    }
  }

  /** Batch 2 lies in a request that succeeded and in one that failed. */
  @Test
  void onlyRowsWithoutAnAnswerComeAgain() throws Exception {
    Batch first = Samples.batch(1, 5);
    Batch second = Samples.batch(2, 12);
    try (Receiver receiver = Receiver.start();
        OpenSink sink = OpenSink.of(settings(receiver))) {
      receiver.that((number, _) -> number == 2 ? 500 : 200);
      failure(sink, first, second);
      sink.again(1);
      sink.sink().write(second);
      assertEquals(2, sink.sink().flush());
      assertEquals(Samples.sorted(first, second), receiver.taken());
      assertEquals("\"a1b2-c3/2.5-2.11\"", receiver.requests().getLast().header("Idempotency-Key"));
    }
  }

  @Test
  void anotherInstallationBeginsAnew() throws Exception {
    try (Receiver receiver = Receiver.start();
        OpenSink sink = OpenSink.of(settings(receiver))) {
      sink.sink().write(ONE);
      sink.sink().write(Samples.batch(2, 3));
      sink.sink().close();
      sink.sink().open(new io.observoor.api.sink.SinkContext("other", 0));
      sink.sink().write(new Batch("other", 1, ONE.rows()));
      assertEquals(1, sink.sink().flush());
      assertEquals("\"other/1.0-1.9\"", receiver.requests().getLast().header("Idempotency-Key"));
    }
  }

  @Test
  void theServersPauseIsKept() throws Exception {
    try (Receiver receiver = Receiver.start();
        OpenSink sink = OpenSink.of(settings(receiver))) {
      receiver.that(
          (number, request) -> {
            request.exchange().getResponseHeaders().set("Retry-After", "1");
            return number == 1 ? 429 : 200;
          });
      failure(sink, ONE);
      sink.again(0);
      sink.sink().write(ONE);
      assertEquals(1, sink.sink().flush());
      long pause = receiver.requests().getLast().nanos() - receiver.requests().getFirst().nanos();
      assertTrue(pause >= TimeUnit.SECONDS.toNanos(1), () -> pause + " ns");
    }
  }

  @Test
  void aLongPauseIsNotSleptThrough() throws Exception {
    String inAnHour =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(30));
    try (Receiver receiver = Receiver.start();
        OpenSink sink = OpenSink.of(settings(receiver))) {
      receiver.that(
          (_, request) -> {
            request.exchange().getResponseHeaders().set("Retry-After", inAnHour);
            return 503;
          });
      failure(sink, ONE);
      SinkException refused = assertThrows(SinkException.class, () -> sink.again(0));
      assertTrue(refused.getMessage().contains("Retry-After"), refused::getMessage);
      assertEquals(1, receiver.requests().size());
    }
  }

  @Test
  void theConnectionIsCutBeforeTheAnswer() throws Exception {
    cutOnce(
        (number, request) -> {
          return number == 1 ? 0 : 200;
        });
  }

  @Test
  void theConnectionIsCutInTheAnswer() throws Exception {
    cutOnce(
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

  private void cutOnce(Receiver.Behaviour behaviour) throws Exception {
    try (Receiver receiver = Receiver.start();
        OpenSink sink = OpenSink.of(settings(receiver))) {
      receiver.that(behaviour);
      failure(sink, ONE);
      sink.again(0);
      sink.sink().write(ONE);
      assertEquals(1, sink.sink().flush());
      assertEquals(Samples.sorted(ONE), receiver.taken());
      List<Receiver.Request> requests = receiver.requests();
      assertEquals(
          requests.getFirst().header("Idempotency-Key"),
          requests.getLast().header("Idempotency-Key"));
    }
  }

  /** A server that takes the connection, reads a little of the request, and hangs up. */
  @Test
  void theConnectionIsCutInTheRequest() throws Exception {
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
                  // the test is over
                }
              });
      Settings settings =
          Change.of(Samples.settings("http://127.0.0.1:" + server.getLocalPort() + "/", directory))
              .requestRows(100_000)
              .done();
      try (OpenSink sink = OpenSink.of(settings)) {
        SinkException failure = failure(sink, Samples.batch(1, 50_000));
        assertTrue(failure.getMessage().contains("come again"), failure::getMessage);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSlowServerIsNotWaitedForForEver(boolean headersFirst) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (Receiver receiver = Receiver.start();
        OpenSink sink =
            OpenSink.of(Change.of(settings(receiver)).timeout(Duration.ofMillis(300)).done())) {
      receiver.that(
          (number, request) -> {
            if (number == 1) {
              if (headersFirst) {
                request.exchange().sendResponseHeaders(200, 10);
                request.exchange().getResponseBody().flush();
              }
              over.await();
            }
            return number == 1 ? 0 : 200;
          });
      SinkException failure = failure(sink, ONE);
      assertTrue(failure.getMessage().contains("no answer within 300 ms"), failure::getMessage);
      over.countDown();
      sink.again(0);
      sink.sink().write(ONE);
      assertEquals(1, sink.sink().flush());
      assertEquals(Samples.sorted(ONE), receiver.taken());
    }
  }

  @Test
  void nobodyListens() throws Exception {
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
  void anUnknownHost() {
    HttpSink sink = new HttpSink(Samples.settings("http://host.invalid/", directory));
    SinkException failure = assertThrows(SinkException.class, () -> sink.open(Samples.FIRST));
    assertTrue(failure.getMessage().contains("host is not known"), failure::getMessage);
    sink.close();
  }

  @Test
  void secretsStayOutOfMessages() throws Exception {
    try (Receiver receiver = Receiver.start()) {
      Target target =
          Target.of(
              "http://127.0.0.1:" + receiver.port() + "/in?token=hidden",
              List.of("Authorization: Bearer s3cret"),
              "1");
      receiver.that(
          (_, request) -> {
            byte[] echo =
                request.header("Authorization").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            request.exchange().sendResponseHeaders(401, echo.length);
            request.exchange().getResponseBody().write(echo);
            return 0;
          });
      try (OpenSink sink = OpenSink.of(Change.of(settings(receiver)).target(target).done())) {
        String message = failure(sink, ONE).getMessage();
        assertFalse(message.contains("s3cret") || message.contains("hidden"), message);
        assertTrue(message.contains("401 '***'"), message);
      }
    }
  }
}
