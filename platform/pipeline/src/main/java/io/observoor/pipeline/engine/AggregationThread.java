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
 * The consumer of the ring: takes slabs as they are published, and between them the commands of
 * other threads. Waits without using the CPU.
 */
final class AggregationThread {
  private static final Logger LOG = LoggerFactory.getLogger(AggregationThread.class);

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
   * Runs something on the aggregation thread, behind all that is published by now.
   *
   * @return false when it was not done within the bound
   */
  boolean call(Runnable action, Duration bound) {
    Command command = new Command(action, ring.getCursor(), new CountDownLatch(1));
    synchronized (commands) {
      if (ended) {
        return false;
      }
      commands.add(command);
    }
    barrier.alert();
    try {
      return command.done.await(bound.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the thread behind all that is published by now; whether it ended within the bound. */
  boolean stop(Duration bound) {
    call(() -> ended = true, bound);
    try {
      return thread.join(bound);
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
        barrier.clearAlert(); // before the commands are read: one that comes now alerts again
        runCommands();
      } catch (InterruptedException | TimeoutException e) {
        LOG.warn("the aggregation thread was disturbed and goes on", e);
      }
    }
    synchronized (commands) {
      commands.forEach(command -> command.done.countDown());
    }
  }

  /** Each slab is given back as soon as it has been read: the reader may wait for it. */
  private void consume(long available) {
    for (long next = sequence.get() + 1; next <= available; next++) {
      Slab slab = ring.get(next);
      try {
        aggregator.accept(slab.words(), slab.length(), slab.watermark());
      } catch (RuntimeException e) {
        LOG.error(
            "a slab of {} words was not aggregated to its end; this is a bug", slab.length(), e);
      }
      sequence.set(next);
    }
  }

  private void runCommands() {
    for (Command command = poll(); command != null; command = poll()) {
      consume(command.behind);
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
   * Something to do between slabs.
   *
   * @param behind the last slab to read before
   */
  private record Command(Runnable action, long behind, CountDownLatch done) {}
}
