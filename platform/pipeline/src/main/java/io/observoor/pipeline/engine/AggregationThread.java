package io.observoor.pipeline.engine;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import io.observoor.pipeline.Slab;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes the ring: aggregates slabs as they are published and, between them, runs commands of
 * other threads. Blocks without using the CPU.
 */
final class AggregationThread {
  private static final Logger LOG = LoggerFactory.getLogger("windows");

  private final RingBuffer<Slab> ring;
  private final Aggregator aggregator;
  private final SequenceBarrier barrier;
  private final Sequence sequence = new Sequence();
  private final Thread thread;

  /** Guarded by itself. */
  private final Queue<Command> commands = new ArrayDeque<>();

  private volatile boolean ended;

  AggregationThread(RingBuffer<Slab> ring, Aggregator aggregator) {
    this.ring = ring;
    this.aggregator = aggregator;
    barrier = ring.newBarrier();
    ring.addGatingSequences(sequence);
    thread = Thread.ofPlatform().name("observoor-aggregation").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Runs an action on the aggregation thread, after all slabs published before the call.
   *
   * @return false if it did not complete within the timeout
   */
  boolean call(Runnable action, Duration timeout) {
    Command command = new Command(action, ring.getCursor(), new CountDownLatch(1));
    synchronized (commands) {
      if (ended) {
        return false;
      }
      commands.add(command);
    }
    barrier.alert();
    try {
      return command.done.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the thread after all published slabs; returns whether it ended within the timeout. */
  boolean stop(Duration timeout) {
    call(() -> ended = true, timeout);
    try {
      return thread.join(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    while (!ended) {
      try {
        consume(barrier.waitFor(sequence.get() + 1));
      } catch (AlertException _) {
        barrier.clearAlert(); // Before the commands are read: a later command alerts again.
        runCommands();
      } catch (InterruptedException | TimeoutException e) {
        LOG.warn("unexpected interruption of the aggregation thread; it continues", e);
      }
    }
    synchronized (commands) {
      commands.forEach(command -> command.done.countDown());
    }
  }

  /** Releases each slab as soon as it is aggregated: the ring may be full. */
  private void consume(long available) {
    for (long next = sequence.get() + 1; next <= available; next++) {
      Slab slab = ring.get(next);
      try {
        aggregator.accept(slab.words(), slab.length(), slab.watermark());
      } catch (RuntimeException e) {
        LOG.error(
            "skipped the rest of a slab of {} words that failed to aggregate; this is a bug",
            slab.length(),
            e);
      }
      sequence.set(next);
    }
  }

  private void runCommands() {
    for (Command command = poll(); command != null; command = poll()) {
      consume(command.after);
      try {
        command.action.run();
      } catch (RuntimeException e) {
        LOG.error("a command of the aggregation thread failed; this is a bug", e);
      }
      command.done.countDown();
    }
  }

  private Command poll() {
    synchronized (commands) {
      return commands.poll();
    }
  }

  /**
   * An action to run between slabs.
   *
   * @param after the slab after which it runs
   */
  private record Command(Runnable action, long after, CountDownLatch done) {}
}
