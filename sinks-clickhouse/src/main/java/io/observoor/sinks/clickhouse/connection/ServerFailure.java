package io.observoor.sinks.clickhouse.connection;

import io.observoor.api.sink.SinkException;
import java.io.Serial;

/** A request failed; the message names what, where, why, and what to do. */
public final class ServerFailure extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final FailureKind kind;
  private final int code;

  ServerFailure(FailureKind kind, int code, String what, String said, Throwable cause) {
    super("cannot %s: %s: %s (%s)".formatted(what, kind.cause(), said, kind.fix()), cause);
    this.kind = kind;
    this.code = code;
  }

  /** What went wrong. */
  public FailureKind kind() {
    return kind;
  }

  /** ClickHouse's number for it; 0 where it said none. */
  public int code() {
    return code;
  }

  /** For the platform, which tries again. */
  public SinkException toSinkException() {
    return new SinkException(
        getMessage() + "; the rows stay in the spool and come again", getCause());
  }
}
