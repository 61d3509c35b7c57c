package io.observoor.delivery.sinks;

import io.observoor.delivery.SinkControl;
import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolException;
import io.observoor.delivery.spool.Succession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, stops, swaps and forgets sinks, one thing at a time. Thread-safe. */
public final class SinkController implements SinkControl, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkController.class);

  private final SinkRunners sinks;
  private final Spool spool;
  private final Pauses pauses;
  private final ControlThread thread = new ControlThread();

  /** For these sinks, whose cursors are in this spool. */
  public SinkController(SinkRunners sinks, Spool spool, Pauses pauses) {
    this.sinks = sinks;
    this.spool = spool;
    this.pauses = pauses;
  }

  @Override
  public void start(String sink, Duration deadline) throws SinkControlException {
    thread.run(
        () -> {
          Trial trial = Trial.open(sinks, service(sink), spool, pauses, deadline);
          try {
            synchronized (sinks) {
              trial.requirePresent();
              spool.register(sink);
              trial.admit();
            }
          } catch (SinkControlException e) {
            trial.discard();
            throw e;
          }
          LOG.info("sink {} was started after batch {}", sink, spool.acknowledged(sink));
          return null;
        });
  }

  @Override
  public boolean stop(String sink, Duration deadline) throws SinkControlException {
    return thread.run(() -> stopNow(sink, deadline));
  }

  private boolean stopNow(String sink, Duration deadline)
      throws SinkControlException, InterruptedException {
    Slot slot = known(sink);
    SinkRunner leaving;
    synchronized (sinks) {
      leaving = slot.runner;
      if (leaving == null && (!slot.services.isEmpty() || slot.wish == Slot.Wish.REST)) {
        throw new SinkControlException("sink " + sink + " does not run");
      }
      slot.wish = Slot.Wish.REST;
    }
    long target = spool.statistics().lastSequence();
    if (leaving != null) {
      long end = System.nanoTime() + deadline.toNanos();
      // so that one that is far behind has time left for its own flush
      Duration last = shorter(deadline.dividedBy(2), pauses.stop());
      await(leaving.flush(target), deadline.minus(last));
      leaving.stop(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      synchronized (sinks) {
        slot.left(leaving);
      }
    }
    boolean all = spool.acknowledged(sink) >= target;
    LOG.info(
        "sink {} was stopped with {} batches left to take; they are kept until it is started or"
            + " removed",
        sink,
        spool.pending(sink).orElse(0));
    return all;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** A failure or the end of the time shows in what is acknowledged. */
  private static void await(CompletableFuture<Boolean> flush, Duration deadline)
      throws InterruptedException {
    try {
      flush.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("not all was flushed: {}", e.toString());
    }
  }

  @Override
  public Handover swap(String from, String to, Duration deadline) throws SinkControlException {
    return thread.run(() -> swapNow(from, to, deadline));
  }

  private Handover swapNow(String from, String to, Duration deadline)
      throws SinkControlException, InterruptedException {
    if (from.equals(to)) {
      throw new SinkControlException("sink " + from + " cannot take its own place");
    }
    Slot old = known(from);
    if (spool.pending(from).isEmpty()) {
      throw new SinkControlException(
          "sink " + from + " has no place to give: it does not run, and nothing is kept for it");
    }
    Slot next = service(to);
    Trial trial = Trial.open(sinks, next, spool, pauses, deadline);
    LOG.debug("sink {} is open and waits for the place of {}", to, from);
    try {
      rest(old, deadline);
      LOG.debug("sink {} is at rest after batch {}", from, spool.acknowledged(from));
      Handover handover = handOver(old, next, trial);
      LOG.info(
          "sink {} has taken the place of {} after batch {}{}",
          to,
          from,
          handover.acknowledged(),
          reservation(handover));
      return handover;
    } catch (SpoolException | SinkControlException | RuntimeException e) {
      trial.discard();
      throw new SinkControlException(
          "sink " + to + " did not take the place of " + from + ": " + e.getMessage(), e);
    } finally {
      release(old);
    }
  }

  private static String reservation(Handover handover) {
    return handover.flushed()
        ? ""
        : "; what the old one has and did not acknowledge comes again: part may be in both places";
  }

  /**
   * Lets a sink that stands by take what the process before may have given it, as far as it does in
   * time, and then another take its place.
   *
   * @throws SinkControlException when the disk does not take it; nothing has changed
   */
  void succeed(Succession succession, Duration deadline) throws SinkControlException {
    thread.run(() -> succeedNow(succession, deadline));
  }

  private Handover succeedNow(Succession succession, Duration deadline)
      throws InterruptedException, SpoolException {
    String from = succession.from();
    Slot old = sinks.slot(from);
    if (spool.acknowledged(from) < succession.last()) {
      catchUp(old, succession.last(), deadline);
    }
    rest(old, deadline);
    try {
      Handover handover = spool.handOver(from, succession.to());
      // only now, when it is on disk: after a kill in between, the old one has to take all again
      spool.renounce();
      LOG.info(
          "sink {} has taken the place that {} had when the agent ended, after batch {}{}",
          succession.to(),
          from,
          handover.acknowledged(),
          reservation(handover));
      return handover;
    } finally {
      release(old);
      sinks.wake();
    }
  }

  private void catchUp(Slot slot, long last, Duration deadline) throws InterruptedException {
    LOG.info("sink {} takes what it may have been given when the agent ended", slot.name);
    synchronized (sinks) {
      slot.wish = Slot.Wish.RUN;
      sinks.startIfWanted(slot);
    }
    var asked = new AtomicReference<Future<Boolean>>(CompletableFuture.completedFuture(false));
    sinks.await(() -> hasTaken(slot, last, asked), deadline);
    synchronized (sinks) {
      slot.wish = Slot.Wish.NONE;
    }
  }

  private boolean hasTaken(Slot slot, long last, AtomicReference<Future<Boolean>> asked) {
    // one that has failed takes its time before it tries again
    boolean delivers = slot.runner != null && slot.runner.state() == SinkState.DELIVERING;
    if (delivers && asked.get().isDone()) {
      asked.set(slot.runner.flush(last));
    }
    return spool.acknowledged(slot.name) >= last;
  }

  /** Flushes and closes a sink; nothing starts it again before {@link #release}. */
  private void rest(Slot slot, Duration deadline) {
    SinkRunner leaving;
    synchronized (sinks) {
      slot.busy = true;
      leaving = slot.runner;
    }
    if (leaving != null) {
      leaving.stop(deadline);
      synchronized (sinks) {
        slot.left(leaving);
      }
    }
  }

  private Handover handOver(Slot old, Slot next, Trial trial)
      throws SinkControlException, SpoolException {
    synchronized (sinks) {
      trial.requirePresent();
      next.busy = true;
    }
    try {
      Handover handover = spool.handOver(old.name, next.name);
      synchronized (sinks) {
        old.wish = Slot.Wish.REST;
        next.busy = false;
        trial.admit();
      }
      return handover;
    } finally {
      release(next);
    }
  }

  /** What may have been wanted meanwhile is done. */
  private void release(Slot slot) {
    synchronized (sinks) {
      slot.busy = false;
      sinks.startIfWanted(slot);
    }
  }

  @Override
  public long remove(String sink) throws SinkControlException {
    return thread.run(() -> removeNow(sink));
  }

  private long removeNow(String sink) throws SinkControlException, SpoolException {
    Slot slot = known(sink);
    synchronized (sinks) {
      if (slot.runner != null) {
        throw new SinkControlException("sink " + sink + " runs: stop it first");
      }
      if (spool.pending(sink).isEmpty()) {
        throw new SinkControlException("nothing is kept for sink " + sink);
      }
      slot.busy = true;
    }
    try {
      long missed = spool.forget(sink);
      LOG.info("sink {} was removed; it had not received {} batches", sink, missed);
      return missed;
    } finally {
      release(slot);
    }
  }

  /** What there is under the name of a service that is there. */
  private Slot service(String sink) throws SinkControlException {
    Slot slot = known(sink);
    if (!sinks.names().contains(sink)) {
      throw new SinkControlException("sink " + sink + " is not there: start its bundle");
    }
    return slot;
  }

  /** What there is under the name of a service or a cursor. */
  private Slot known(String sink) throws SinkControlException {
    if (!sinks.names().contains(sink) && spool.pending(sink).isEmpty()) {
      throw new SinkControlException(
          "there is no sink "
              + sink
              + (sinks.names().isEmpty()
                  ? " and no other one"
                  : ": there are " + String.join(", ", sinks.names())));
    }
    return sinks.slot(sink);
  }

  /** Takes no more requests. */
  @Override
  public void close() {
    thread.close();
  }
}
