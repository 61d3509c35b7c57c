package io.observoor.sinks.clickhouse.connection;

import io.observoor.api.sink.SinkException;
import java.io.Serial;

/** A failed request. The message names the request, the server, the cause and the fix. */
public final class ServerFailure extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final FailureKind kind;
  private final int code;

  ServerFailure(FailureKind kind, int code, String request, String details, Throwable cause) {
    super("cannot %s: %s: %s (%s)".formatted(request, kind.cause(), details, kind.fix()), cause);
    this.kind = kind;
    this.code = code;
  }

  /** The kind of the failure. */
  public FailureKind kind() {
    return kind;
  }

  /** ClickHouse's error code; 0 without one. */
  public int code() {
    return code;
  }

  /** Converts this to the exception that makes delivery close the sink and retry. */
  public SinkException toSinkException() {
    return new SinkException(
        getMessage() + "; the rows stay in the spool and are delivered again", getCause());
  }
}
