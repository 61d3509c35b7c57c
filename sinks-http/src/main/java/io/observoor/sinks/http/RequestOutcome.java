package io.observoor.sinks.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The outcome of a request. */
sealed interface RequestOutcome {

  /** The server accepted all rows. */
  record Accepted() implements RequestOutcome {}

  /**
   * The server refused the content: at least one row.
   *
   * @param status the HTTP status
   * @param text the beginning of the response's body
   */
  record Refused(int status, String text) implements RequestOutcome {}

  /**
   * The state of the rows is unknown: they are posted again later.
   *
   * @param reason the cause and its fix
   * @param retryAfter the time for which the server accepts no request; zero if it named none
   */
  record Failed(String reason, Duration retryAfter) implements RequestOutcome {
    /** A failure without Retry-After. */
    Failed(String reason) {
      this(reason, Duration.ZERO);
    }
  }

  /** Classifies a response by its status. */
  static RequestOutcome of(
      int status, String text, Optional<String> retryAfter, Optional<String> location) {
    Duration pause =
        retryAfter.flatMap(it -> RetryAfter.parse(it, Instant.now())).orElse(Duration.ZERO);
    String response = "HTTP " + status + (text.isEmpty() ? "" : " '" + text + "'");
    return switch (status) {
      // Servers send these after they have read the body.
      case 400, 413, 422 -> new Refused(status, text);
      case 401, 403, 407 ->
          new Failed(response + ": correct the address's user or the headers", pause);
      case 408, 409, 425, 429 -> new Failed(response + ": the server asks to retry later", pause);
      default ->
          switch (status / 100) {
            case 2 -> new Accepted();
            case 3 ->
                new Failed(
                    response
                        + ": set the address to the redirect's location"
                        + location.map(it -> ", " + withoutSecrets(it)).orElse(""));
            case 5 -> new Failed(response + ": see the server's log", pause);
            default ->
                new Failed(
                    response + ": check the address, the headers and the compression", pause);
          };
    };
  }

  private static String withoutSecrets(String location) {
    return location.replaceFirst("//[^/@]*@", "//").replaceFirst("\\?.*", "");
  }
}
