package io.observoor.sinks.clickhouse.connection;

import com.clickhouse.client.api.ServerException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Turns what the client throws into what it means. */
final class Failures {
  private static final int LONGEST = 600;

  /** What ClickHouse and the client add for their own developers. */
  private static final Pattern CLUTTER =
      Pattern.compile(
          "\\s*(\\(version [^)]*\\)|\\(queryId=[^)]*\\)|Stack trace.*)", Pattern.DOTALL);

  /** The deepest cause that is looked at: chains may be circles. */
  private static final int DEPTH = 10;

  private Failures() {}

  /**
   * The failure of a request.
   *
   * @param what was tried and where: {@code insert into d.t on http://host:8123}
   */
  static ServerFailure of(String what, Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; i < DEPTH && cause != null; i++, cause = cause.getCause()) {
      switch (cause) {
        case ServerException e -> {
          return server(what, e, thrown);
        }
        case SocketTimeoutException e -> {
          return failure(timeoutKind(e), what, e, thrown);
        }
        case SSLException e -> {
          return failure(FailureKind.TLS, what, e, thrown);
        }
        case CertificateException e -> {
          return failure(FailureKind.TLS, what, e, thrown);
        }
        case UnknownHostException e -> {
          return new ServerFailure(
              FailureKind.UNREACHABLE, 0, what, "unknown host " + e.getMessage(), thrown);
        }
        case ConnectException e -> {
          return failure(FailureKind.UNREACHABLE, what, e, thrown);
        }
        case NoRouteToHostException e -> {
          return failure(FailureKind.UNREACHABLE, what, e, thrown);
        }
        default -> {}
      }
    }
    return failure(FailureKind.UNREACHABLE, what, root(thrown), thrown);
  }

  private static FailureKind timeoutKind(SocketTimeoutException e) {
    // ConnectTimeoutException of httpclient5 is one, too
    return e.getClass().getSimpleName().startsWith("Connect")
        ? FailureKind.UNREACHABLE
        : FailureKind.TIMEOUT;
  }

  private static ServerFailure server(String what, ServerException e, Throwable thrown) {
    if (e.getCode() > 0) {
      return new ServerFailure(
          FailureKind.ofCode(e.getCode()), e.getCode(), what, tidy(e.getMessage()), thrown);
    }
    String status = "HTTP status " + e.getTransportProtocolCode() + ", " + tidy(e.getMessage());
    FailureKind kind =
        switch (e.getTransportProtocolCode()) {
          case 401, 403, 407 -> FailureKind.CREDENTIALS;
          case 408, 504 -> FailureKind.TIMEOUT;
          case 429 -> FailureKind.QUOTA;
          case 503 -> FailureKind.BUSY;
          default -> FailureKind.NOT_CLICKHOUSE;
        };
    return new ServerFailure(kind, 0, what, status, thrown);
  }

  private static ServerFailure failure(
      FailureKind kind, String what, Throwable said, Throwable thrown) {
    String text = said.getMessage() == null ? said.getClass().getSimpleName() : said.getMessage();
    return new ServerFailure(kind, 0, what, tidy(text), thrown);
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    for (int i = 0; i < DEPTH && root.getCause() != null; i++) {
      root = root.getCause();
    }
    return root;
  }

  private static String tidy(String message) {
    String text = CLUTTER.matcher(String.valueOf(message)).replaceAll("");
    text = text.replaceAll("\\s+", " ").strip().replaceFirst("^Code: ", "code ");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
