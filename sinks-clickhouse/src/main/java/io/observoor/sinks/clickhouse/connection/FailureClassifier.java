package io.observoor.sinks.clickhouse.connection;

import com.clickhouse.client.api.ServerException;
import com.google.gson.JsonParseException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Classifies the exceptions of the ClickHouse client. */
final class FailureClassifier {
  private static final int MAX_MESSAGE_LENGTH = 600;

  /** Limits the search for a cause: chains of causes may be cyclic. */
  private static final int MAX_CAUSES = 10;

  /** Parts of messages that serve only the developers of ClickHouse and its client. */
  private static final Pattern NOISE =
      Pattern.compile(
          "\\s*(\\(version [^)]*\\)|\\(queryId=[^)]*\\)|Stack trace.*|^Connect to .* failed:)",
          Pattern.DOTALL);

  private FailureClassifier() {}

  /**
   * Returns the failure of a request.
   *
   * @param request the request and its target: {@code insert into d.t on http://host:8123}
   */
  static ServerFailure classify(String request, Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; i < MAX_CAUSES; i++) {
      if (cause instanceof ServerException e) {
        return serverFailure(request, e, thrown);
      }
      Optional<FailureKind> kind = kind(cause);
      if (kind.isPresent()) {
        return new ServerFailure(kind.get(), 0, request, message(cause), thrown);
      }
      if (cause.getCause() == null) {
        break;
      }
      cause = cause.getCause();
    }
    return new ServerFailure(FailureKind.UNREACHABLE, 0, request, message(cause), thrown);
  }

  private static Optional<FailureKind> kind(Throwable cause) {
    return Optional.ofNullable(
        switch (cause) {
          // includes the ConnectTimeoutException of httpclient5
          case SocketTimeoutException e ->
              e.getClass().getSimpleName().startsWith("Connect")
                  ? FailureKind.UNREACHABLE
                  : FailureKind.TIMEOUT;
          case SSLException _, CertificateException _ -> FailureKind.TLS;
          case UnknownHostException _, ConnectException _, NoRouteToHostException _ ->
              FailureKind.UNREACHABLE;
          case JsonParseException _ -> FailureKind.NOT_CLICKHOUSE;
          default -> null;
        });
  }

  private static ServerFailure serverFailure(String request, ServerException e, Throwable thrown) {
    if (e.getCode() > 0) {
      return new ServerFailure(
          FailureKind.ofCode(e.getCode()), e.getCode(), request, tidy(e.getMessage()), thrown);
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
    return new ServerFailure(kind, 0, request, status, thrown);
  }

  private static String message(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "unknown host " + cause.getMessage();
    }
    String message = cause.getMessage();
    return tidy(message == null ? cause.getClass().getSimpleName() : message);
  }

  private static String tidy(String message) {
    String text = NOISE.matcher(String.valueOf(message)).replaceAll("");
    text = text.replaceAll("\\s+", " ").strip().replaceFirst("^Code: ", "code ");
    return text.length() <= MAX_MESSAGE_LENGTH ? text : text.substring(0, MAX_MESSAGE_LENGTH) + "…";
  }
}
