package io.observoor.delivery.sinks;

import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.Succession;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles at the start who goes on where a sink was that ran when the agent ended and is not to run
 * now: after a swap in the shell, or with another configuration. What that sink had been given last
 * may be in its place though nobody knows of it, above all after a kill; so it takes that again,
 * once more, before the new one begins. Has a thread of its own, which ends when that is settled.
 */
public final class Inheritance {
  private static final Logger LOG = LoggerFactory.getLogger(Inheritance.class);

  /** Longer than any wait that ends by itself. */
  private static final Duration EVER = Duration.ofDays(365);

  private final SinkRunners sinks;
  private final SinkController control;
  private final Spool spool;
  private final Duration deadline;

  /**
   * For these sinks.
   *
   * @param deadline how long the old sink may take to come, and then to take what it is given
   */
  public Inheritance(SinkRunners sinks, SinkController control, Spool spool, Duration deadline) {
    this.sinks = sinks;
    this.control = control;
    this.spool = spool;
    this.deadline = deadline;
  }

  /** Begins; returns at once. */
  public void start() {
    Thread.ofPlatform().name("sink-inheritance").daemon().start(this::run);
  }

  private void run() {
    try {
      if (sinks.await(() -> !spool.installation().isEmpty(), EVER)) {
        Optional<Succession> succession = spool.succession();
        if (succession.isPresent()) {
          settle(succession.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void settle(Succession succession) throws InterruptedException {
    Slot old = sinks.slot(succession.from());
    boolean here = sinks.await(() -> !old.services.isEmpty(), deadline);
    if (sinks.isStopped()) {
      return;
    }
    if (!here) {
      LOG.warn(
          "sink {} has a place after batch {} and is not there: {} begins with the oldest batch"
              + " that is kept, and what is kept for {} stays until it comes or is removed"
              + " (observoor:sink-remove)",
          succession.from(),
          spool.acknowledged(succession.from()),
          succession.to(),
          succession.from());
      renounce();
    } else if (isEnabled(old)) {
      // nobody said that it was to come, and it has: it keeps its place
      renounce();
    } else {
      handOver(succession);
    }
  }

  private boolean isEnabled(Slot slot) {
    synchronized (sinks) {
      return slot.wish == Slot.Wish.RUN
          || (!slot.services.isEmpty() && slot.services.getFirst().enabled());
    }
  }

  private void renounce() {
    spool.renounce();
    sinks.wake();
  }

  private void handOver(Succession succession) throws InterruptedException {
    while (spool.succession().isPresent() && !sinks.isStopped()) {
      try {
        control.succeed(succession, deadline);
      } catch (SinkControlException e) {
        // the spool's own thread reports the disk and opens the file again
        LOG.debug("sink {} waits for its place: {}", succession.to(), e.getMessage());
        sinks.await(() -> false, deadline.dividedBy(10));
      }
      if (spool.pending(succession.from()).isEmpty()) {
        // somebody has forgotten it, or given its place away, meanwhile
        renounce();
      }
    }
  }
}
