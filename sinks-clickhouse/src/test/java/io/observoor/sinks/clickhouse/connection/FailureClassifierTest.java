package io.observoor.sinks.clickhouse.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.clickhouse.client.api.ConnectionInitiationException;
import com.clickhouse.client.api.DataTransferException;
import com.clickhouse.client.api.ServerException;
import com.google.gson.JsonParseException;
import io.observoor.sinks.clickhouse.connection.FailureKind.Blame;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailureClassifierTest {
  private static final String REQUEST = "insert into d.t on http://h:8123";

  @ParameterizedTest
  @CsvSource({
    "516, CREDENTIALS, SERVER",
    "497, RIGHTS, UNCLEAR",
    "81, DATABASE, SERVER",
    "60, TABLE, TABLE",
    "16, COLUMN, TABLE",
    "53, COLUMN, TABLE",
    "117, ROW, ROWS",
    "469, ROW, ROWS",
    "252, TOO_MANY_PARTS, TRANSIENT",
    "164, READ_ONLY, SERVER",
    "242, REPLICA, TRANSIENT",
    "241, MEMORY, SERVER",
    "201, QUOTA, SERVER",
    "202, QUOTA, SERVER",
    "243, DISK, SERVER",
    "159, TIMEOUT, SERVER",
    "999, REPLICA, TRANSIENT",
    "115, SETTINGS, SERVER",
    "49, OTHER, UNCLEAR"
  })
  void classifiesErrorCodes(int code, FailureKind kind, Blame blame) {
    ServerFailure failure =
        FailureClassifier.classify(
            REQUEST,
            new ServerException(
                code,
                "Code: %d. DB::Exception: A message. (NAME) (version 26.7.2.1) (queryId= )"
                    .formatted(code),
                500,
                ""));
    assertEquals(kind, failure.kind());
    assertEquals(blame, kind.blame());
    assertEquals(code, failure.code());
    assertEquals(
        "cannot insert into d.t on http://h:8123: %s: code %d. DB::Exception: A message. (NAME) (%s)"
            .formatted(kind.cause(), code, kind.fix()),
        failure.getMessage());
  }

  @Test
  void classifiesOtherExceptions() {
    assertEquals(
        FailureKind.UNREACHABLE,
        kind(new ConnectionInitiationException("x", new ConnectException("refused"))));
    assertEquals(
        FailureKind.UNREACHABLE,
        kind(new ConnectionInitiationException("x", new UnknownHostException("h"))));
    assertEquals(
        FailureKind.TIMEOUT,
        kind(new DataTransferException("x", new SocketTimeoutException("Read timed out"))));
    assertEquals(
        FailureKind.TLS, kind(new DataTransferException("x", new SSLHandshakeException("no"))));
    assertEquals(FailureKind.UNREACHABLE, kind(new IllegalStateException("closed")));
    assertEquals(FailureKind.NOT_CLICKHOUSE, kind(new ServerException(0, "<html>", 502, "")));
    assertEquals(FailureKind.NOT_CLICKHOUSE, kind(new JsonParseException("<html>")));
    assertEquals(FailureKind.BUSY, kind(new ServerException(0, "<html>", 503, "")));
    assertEquals(FailureKind.QUOTA, kind(new ServerException(0, "<html>", 429, "")));
  }

  private static FailureKind kind(Throwable thrown) {
    return FailureClassifier.classify(REQUEST, thrown).kind();
  }
}
