package io.observoor.delivery.sinks;

import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.spool.Spool;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A candidate: an open sink that waits for its cursor, until it is admitted or discarded. */
final class SinkActivation {
  private final SinkRegistry sinks;
  private final SinkEntry entry;
  private final SinkRunner candidate;

  private SinkActivation(SinkRegistry sinks, SinkEntry entry, SinkRunner candidate) {
    this.sinks = sinks;
    this.entry = entry;
    this.candidate = candidate;
  }

  /**
   * Opens a sink that is not active.
   *
   * @throws SinkControlException when it cannot be opened before the deadline; it stays as it was
   */
  static SinkActivation open(
      SinkRegistry sinks,
      SinkEntry entry,
      Spool spool,
      DeliveryTimeouts timeouts,
      Duration deadline)
      throws SinkControlException, InterruptedException {
    SinkActivation activation;
    synchronized (sinks) {
      requireIdle(entry);
      entry.candidate = new SinkRunner(entry.sink(), entry.cursor, spool, timeouts, false);
      activation = new SinkActivation(sinks, entry, entry.candidate);
      entry.candidate.start();
    }
    activation.await(deadline);
    return activation;
  }

  private static void requireIdle(SinkEntry entry) throws SinkControlException {
    if (entry.services.isEmpty()) {
      throw new SinkControlException(
          "sink " + entry.name() + " is not registered; start its bundle");
    }
    if (entry.runner != null) {
      throw new SinkControlException("sink " + entry.name() + " is active already");
    }
    if (entry.isOccupied()) {
      throw new SinkControlException(
          "sink "
              + entry.name()
              + " still hangs in the call in which its thread was abandoned; update its bundle, or"
              + " restart the agent");
    }
  }

  private void await(Duration deadline) throws SinkControlException, InterruptedException {
    try {
      candidate.opened().get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      discard();
      throw new SinkControlException(
          "sink " + entry.name() + " was not ready within " + deadline.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      discard();
      throw new SinkControlException(
          "sink " + entry.name() + " cannot be opened: " + FailureLog.message(e.getCause()),
          e.getCause());
    }
  }

  /** Fails when the sink was removed since it was opened. The caller holds the registry's lock. */
  void requireRegistered() throws SinkControlException {
    if (sinks.isStopped() || entry.candidate != candidate) {
      throw new SinkControlException(
          "sink " + entry.name() + " was removed during the operation; try again");
    }
  }

  /**
   * Makes the sink deliver from its cursor, now or when its service returns. The caller holds the
   * registry's lock.
   */
  void admit() {
    entry.request = SinkEntry.Request.START;
    if (entry.candidate == candidate) {
      entry.candidate = null;
      entry.runner = candidate;
      candidate.admit();
    }
    sinks.startIfWanted(entry);
  }

  /** Closes the sink, which stays as it was before. */
  void discard() {
    sinks.stop(entry, candidate, Duration.ZERO);
    synchronized (sinks) {
      sinks.startIfWanted(entry);
    }
  }
}
