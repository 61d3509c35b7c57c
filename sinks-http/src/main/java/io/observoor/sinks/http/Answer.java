package io.observoor.sinks.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What came of a request. */
sealed interface Answer {

  /** The server took all rows. */
  record Accepted() implements Answer {}

  /**
   * The server refused what the request said: one of its rows, or more.
   *
   * @param status the HTTP status
   * @param text the beginning of what the server answered
   */
  record Refused(int status, String text) implements Answer {}

  /**
   * Nothing is known of the rows: they are posted again later.
   *
   * @param reason what happened, and what to do about it
   * @param pause how long the server wants no request; zero when it did not say
   */
  record Failed(String reason, Duration pause) implements Answer {
    /** The server did not ask for a pause. */
    Failed(String reason) {
      this(reason, Duration.ZERO);
    }
  }

  /** The answer that a status is. */
  static Answer of(
      int status, String text, Optional<String> retryAfter, Optional<String> location) {
    Duration pause =
        retryAfter.flatMap(it -> RetryAfter.parse(it, Instant.now())).orElse(Duration.ZERO);
    String said = "HTTP " + status + (text.isEmpty() ? "" : " '" + text + "'");
    return switch (status) {
      // what the server can only say after it looked at the body
      case 400, 413, 422 -> new Refused(status, text);
      case 401, 403, 407 -> new Failed(said + ": correct the address's user or the headers", pause);
      case 408, 409, 425, 429 -> new Failed(said + ": the server wants it later", pause);
      default ->
          switch (status / 100) {
            case 2 -> new Accepted();
            case 3 ->
                new Failed(
                    said
                        + ": set the address to where it points"
                        + location.map(it -> ", " + withoutSecrets(it)).orElse(""));
            case 5 -> new Failed(said + ": see the server's log", pause);
            default ->
                new Failed(said + ": check the address, the headers and the compression", pause);
          };
    };
  }

  private static String withoutSecrets(String location) {
    return location.replaceFirst("//[^/@]*@", "//").replaceFirst("\\?.*", "");
  }
}
