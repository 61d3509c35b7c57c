package io.observoor.delivery.sinks;

import io.observoor.api.sink.Sink;
import java.util.ArrayList;
import java.util.List;

/**
 * What there is under one sink's name: services, and the runner of the first of them. Guarded by
 * {@link SinkRunners}.
 */
final class Slot {
  final String name;

  /** The first one runs, or stands by; the others wait until it has gone. */
  final List<Service> services = new ArrayList<>();

  Wish wish = Wish.NONE;

  /** Has the cursor. */
  SinkRunner runner;

  /** Is being opened on trial. */
  SinkRunner candidate;

  /** Its cursor is being changed: nothing may begin to use it. */
  boolean busy;

  /** Was left alone inside its sink, and may still be there. */
  private SinkRunner abandoned;

  /** What was asked for by hand; it outlives a service that goes and comes. */
  enum Wish {
    /** Nothing: the service's own property decides. */
    NONE,
    RUN,
    REST
  }

  /** A sink's service, and whether it runs unless something else is asked for. */
  record Service(Sink sink, boolean enabled) {}

  Slot(String name) {
    this.name = name;
  }

  /** Whether the service that is there should be given a runner now. */
  boolean wantsRunner() {
    return runner == null
        && candidate == null
        && !busy
        && !services.isEmpty()
        && (wish == Wish.RUN || (wish == Wish.NONE && services.getFirst().enabled()))
        && !isOccupied();
  }

  /** The runner of this service, on trial or not; null if it has none. */
  @SuppressWarnings("ReferenceEquality") // two services that are equal are still two
  SinkRunner runnerOf(Sink sink) {
    if (runner != null && runner.sink() == sink) {
      return runner;
    }
    return candidate != null && candidate.sink() == sink ? candidate : null;
  }

  /** A runner has been stopped: it has let go of its sink, or was left alone in it. */
  void left(SinkRunner leaving) {
    runner = runner == leaving ? null : runner;
    candidate = candidate == leaving ? null : candidate;
    abandoned = leaving.isAlive() ? leaving : abandoned;
  }

  /** Whether a thread that was left alone is still inside the sink that is there. */
  @SuppressWarnings("ReferenceEquality")
  boolean isOccupied() {
    return abandoned != null
        && abandoned.isAlive()
        && !services.isEmpty()
        && abandoned.sink() == services.getFirst().sink();
  }
}
