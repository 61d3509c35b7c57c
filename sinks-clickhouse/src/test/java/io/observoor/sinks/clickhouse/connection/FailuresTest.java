package io.observoor.sinks.clickhouse.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.clickhouse.client.api.ConnectionInitiationException;
import com.clickhouse.client.api.DataTransferException;
import com.clickhouse.client.api.ServerException;
import io.observoor.sinks.clickhouse.connection.FailureKind.Blame;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailuresTest {
  private static final String WHAT = "insert into d.t on http://h:8123";

  @ParameterizedTest
  @CsvSource({
    "516, CREDENTIALS, PLACE",
    "497, RIGHTS, UNCLEAR",
    "81, DATABASE, PLACE",
    "60, TABLE, TABLE",
    "16, COLUMN, TABLE",
    "53, COLUMN, TABLE",
    "117, ROW, ROWS",
    "469, ROW, ROWS",
    "252, TOO_MANY_PARTS, PASSING",
    "164, READ_ONLY, PLACE",
    "242, REPLICA, PASSING",
    "241, MEMORY, PLACE",
    "201, QUOTA, PLACE",
    "202, QUOTA, PLACE",
    "243, DISK, PLACE",
    "159, TIMEOUT, PLACE",
    "999, REPLICA, PASSING",
    "115, SETTINGS, PLACE",
    "49, OTHER, UNCLEAR"
  })
  void codesOfTheServer(int code, FailureKind kind, Blame blame) {
    ServerFailure failure =
        Failures.of(
            WHAT,
            new ServerException(
                code,
                "Code: %d. DB::Exception: So it is. (NAME) (version 26.7.2.1) (queryId= )"
                    .formatted(code),
                500,
                ""));
    assertEquals(kind, failure.kind());
    assertEquals(blame, kind.blame());
    assertEquals(code, failure.code());
    assertEquals(
        "cannot insert into d.t on http://h:8123: %s: code %d. DB::Exception: So it is. (NAME) (%s)"
            .formatted(kind.cause(), code, kind.fix()),
        failure.getMessage());
  }

  @Test
  void whatTheNetworkSays() {
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
    assertEquals(FailureKind.BUSY, kind(new ServerException(0, "<html>", 503, "")));
    assertEquals(FailureKind.QUOTA, kind(new ServerException(0, "<html>", 429, "")));
  }

  private static FailureKind kind(Throwable thrown) {
    return Failures.of(WHAT, thrown).kind();
  }
}
