package io.observoor.delivery.sinks;

import io.observoor.api.sink.Sink;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.spool.Cursor;
import java.util.ArrayList;
import java.util.List;

/** The services, the cursor and the runner under one sink's name. Guarded by the registry. */
final class SinkEntry {
  final Cursor cursor;

  /** The first is active or idle; the others wait until it is removed. */
  final List<Service> services = new ArrayList<>();

  Request request = Request.NONE;

  /** The runner that has the cursor; null while the sink is not active. */
  SinkRunner runner;

  /** The runner that opens the sink before it gets a cursor; null if none does. */
  SinkRunner candidate;

  /** Whether the cursor is being changed, so that no runner may start. */
  boolean locked;

  /** A stopped runner whose thread may still be inside the sink. */
  private SinkRunner abandoned;

  /** A user's last request; it outlives an update of the sink's bundle. */
  enum Request {
    /** Nothing: the service's own property decides. */
    NONE,
    START,
    STOP
  }

  /** A sink's service, and whether it becomes active without a request. */
  record Service(Sink sink, boolean enabled) {}

  SinkEntry(Cursor cursor) {
    this.cursor = cursor;
  }

  String name() {
    return cursor.name();
  }

  /** The service that is active or idle; null if none is registered. */
  Sink sink() {
    return services.isEmpty() ? null : services.getFirst().sink();
  }

  /** Whether the service is to be active. */
  boolean isWanted() {
    return !services.isEmpty()
        && (request == Request.START || (request == Request.NONE && services.getFirst().enabled()));
  }

  /** Whether the service is to get a runner now. */
  boolean needsRunner() {
    return isWanted() && runner == null && candidate == null && !locked && !isOccupied();
  }

  /** The runner or candidate of this service; null if it has none. */
  @SuppressWarnings("ReferenceEquality") // equal services are still different ones
  SinkRunner runnerOf(Sink sink) {
    if (runner != null && runner.sink() == sink) {
      return runner;
    }
    return candidate != null && candidate.sink() == sink ? candidate : null;
  }

  /** Forgets a runner that was stopped, or abandoned inside its sink. */
  void stopped(SinkRunner stopped) {
    runner = runner == stopped ? null : runner;
    candidate = candidate == stopped ? null : candidate;
    abandoned = stopped.isAlive() ? stopped : abandoned;
  }

  /** Whether an abandoned thread is still inside the registered sink. */
  @SuppressWarnings("ReferenceEquality")
  boolean isOccupied() {
    return abandoned != null && abandoned.isAlive() && abandoned.sink() == sink();
  }

  SinkState state() {
    if (runner != null) {
      return runner.state();
    }
    if (candidate != null) {
      return SinkState.OPENING;
    }
    if (services.isEmpty()) {
      return SinkState.ABSENT;
    }
    return cursor.exists() ? SinkState.STOPPED : SinkState.STANDBY;
  }
}
