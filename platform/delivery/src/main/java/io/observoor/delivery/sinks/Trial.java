package io.observoor.delivery.sinks;

import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.spool.Spool;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A sink that has shown that it can be opened, and waits for its cursor. */
final class Trial {
  private final SinkRunners sinks;
  private final Slot slot;
  private final SinkRunner candidate;

  private Trial(SinkRunners sinks, Slot slot, SinkRunner candidate) {
    this.sinks = sinks;
    this.slot = slot;
    this.candidate = candidate;
  }

  /**
   * Opens a sink that does not run.
   *
   * @throws SinkControlException when that cannot be done, or not in time; it is as before
   */
  static Trial open(SinkRunners sinks, Slot slot, Spool spool, Pauses pauses, Duration deadline)
      throws SinkControlException, InterruptedException {
    Trial trial;
    synchronized (sinks) {
      refuseUnlessIdle(slot);
      slot.candidate =
          SinkRunner.onTrial(slot.services.getFirst().sink(), slot.name, spool, pauses);
      trial = new Trial(sinks, slot, slot.candidate);
      slot.candidate.start();
    }
    trial.await(deadline);
    return trial;
  }

  private static void refuseUnlessIdle(Slot slot) throws SinkControlException {
    if (slot.services.isEmpty()) {
      throw new SinkControlException("sink " + slot.name + " is not there: start its bundle");
    }
    if (slot.runner != null) {
      throw new SinkControlException("sink " + slot.name + " runs already");
    }
    if (slot.isOccupied()) {
      throw new SinkControlException(
          "sink "
              + slot.name
              + " has not come back from the call in which it was left alone: update its bundle, or"
              + " restart the agent");
    }
  }

  private void await(Duration deadline) throws SinkControlException, InterruptedException {
    try {
      candidate.opened().get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      discard();
      throw new SinkControlException(
          "sink " + slot.name + " was not ready within " + deadline.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      discard();
      throw new SinkControlException(
          "sink " + slot.name + " cannot be opened: " + FailureEpisode.message(e.getCause()),
          e.getCause());
    }
  }

  /** Fails when the sink has gone while others were busy. With the lock of the sinks. */
  void requirePresent() throws SinkControlException {
    if (sinks.isStopped() || slot.candidate != candidate) {
      throw new SinkControlException("sink " + slot.name + " has gone meanwhile");
    }
  }

  /** Its cursor is there: it delivers, now or when its service comes again. With the lock. */
  void admit() {
    slot.wish = Slot.Wish.RUN;
    if (slot.candidate == candidate) {
      slot.candidate = null;
      slot.runner = candidate;
      candidate.admit();
    }
    sinks.startIfWanted(slot);
  }

  /** Closes the sink; it stands by as before. */
  void discard() {
    candidate.stop(Duration.ZERO);
    synchronized (sinks) {
      slot.left(candidate);
      sinks.startIfWanted(slot);
    }
  }
}
