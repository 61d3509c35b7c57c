package io.observoor.kernel.ring;

import io.observoor.libbpf.BpfMap;
import io.observoor.libbpf.Epoll;
import io.observoor.libbpf.MonotonicClock;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.SlabWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reader thread: reads all ring buffers in passes, publishes the watermark to the pipeline, and
 * sleeps until enough bytes are unread or the timeout ends. It never blocks on the pipeline. Any
 * thread may call the public methods.
 */
public final class ReaderLoop implements AutoCloseable {
  /** The longest sleep, and so the greatest delay of an event on an idle system. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger("kernel");

  /**
   * Unread bytes of a ring buffer at which a program wakes the reader: some 10,000 events, so that
   * the cost of wake-ups is negligible.
   */
  private static final int WAKEUP_BYTES = 512 << 10;

  /** Retries before sleeping: a record stays reserved for some ten ns only. */
  private static final int BUSY_RETRIES = 100;

  private static final long SLOW_LOSSES_NANOS = 1_000_000_000;

  /** The sleep until a change without a wake-up: a busy record is submitted, the ring has room. */
  private static final int SHORT_SLEEP_MILLIS = 1;

  private final List<MappedRing> mapped;
  private final RingBufferReader reader;
  private final SlabWriter writer;
  private final LossSink lossSink;
  private final LossCounters losses;
  private final Consumer<LossSink> slowLosses;
  private final WakeupControl wakeups;
  private final Epoll epoll;
  private final long wakeupBytes;
  private final int timeoutMillis;
  private final ReaderControl control;
  private final Thread thread;
  private boolean closed;

  // used by the reader thread only
  private long watermark;
  private long answeredRequest;
  private long lossesCollected;
  private long slowLossesCollected;
  private int busyRetries;

  private ReaderLoop(
      Opened opened,
      SlabWriter writer,
      EventTypes types,
      LossSink lossSink,
      Consumer<LossSink> slowLosses,
      Duration timeout) {
    this.mapped = opened.rings;
    this.losses = opened.losses;
    this.wakeups = opened.wakeups;
    this.epoll = opened.epoll;
    this.wakeupBytes = opened.wakeupBytes;
    this.writer = writer;
    this.lossSink = lossSink;
    this.slowLosses = slowLosses;
    this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    this.reader =
        new RingBufferReader(
            mapped.stream().map(MappedRing::memory).toList(), writer, types, lossSink);
    this.control = new ReaderControl(epoll::wake);
    this.thread = Thread.ofPlatform().daemon().name("observoor-reader").unstarted(this::run);
  }

  /**
   * Maps the ring buffers and starts to read them. The caller closes the maps after the loop.
   *
   * @param rings the ring buffers of the CPUs
   * @param control the map {@code observoor_control}
   * @param losses the map {@code observoor_losses}
   * @param writer used by the new thread only
   * @param lossSink receives losses on the reader thread
   * @param slowLosses reports further losses; called once a second, because it makes system calls
   * @param timeout the longest sleep
   * @throws io.observoor.libbpf.BpfException if the kernel does not map the memory
   */
  public static ReaderLoop start(
      List<BpfMap> rings,
      BpfMap control,
      BpfMap losses,
      SlabWriter writer,
      EventTypes types,
      LossSink lossSink,
      Consumer<LossSink> slowLosses,
      Duration timeout) {
    ReaderLoop loop =
        new ReaderLoop(
            Opened.open(rings, control, losses), writer, types, lossSink, slowLosses, timeout);
    loop.thread.start();
    return loop;
  }

  /** Counts of what has been read so far. */
  public ReaderCounters counters() {
    return reader.counters();
  }

  /** The unread bytes of all ring buffers; 0 once closed. */
  public synchronized long unreadBytes() {
    return closed ? 0 : mapped.stream().mapToLong(ring -> ring.memory().used()).sum();
  }

  /**
   * Waits until everything that was submitted before the call is read and published, and the losses
   * up to then are reported.
   *
   * @return false if that takes longer than {@code timeout}: the shared ring is full, or the reader
   *     is paused or has exited
   */
  public boolean drain(Duration timeout) {
    return control.drain(timeout);
  }

  /** Pauses the reader before its next pass and waits until it has paused; for tests. */
  public void pause() {
    control.pause();
  }

  /** Ends a {@link #pause()}. */
  public void resume() {
    control.resume();
  }

  private void run() {
    try {
      while (control.mayContinue()) {
        long request = control.drainRequest();
        long passStart = MonotonicClock.nanos();
        int state = reader.pass();
        boolean drained = (state & (RingBufferReader.BUSY | RingBufferReader.FULL)) == 0;
        if (drained) {
          watermark = passStart;
        }
        boolean published = writer.publish(watermark);
        boolean answers = drained && published && request != answeredRequest;
        if (answers || passStart - lossesCollected >= timeoutMillis * 1_000_000L) {
          losses.collect(lossSink);
          lossesCollected = passStart;
        }
        if (answers || passStart - slowLossesCollected >= SLOW_LOSSES_NANOS) {
          slowLosses.accept(lossSink);
          slowLossesCollected = passStart;
        }
        if (answers) {
          answeredRequest = request;
          control.drained(request);
        }
        sleep(state, published);
      }
    } catch (Throwable failure) {
      LOG.error(
          "the reader of the ring buffers failed; no more events are read: restart the agent",
          failure);
    } finally {
      control.exited();
    }
  }

  private void sleep(int state, boolean published) {
    if ((state & RingBufferReader.FULL) != 0 || !published) {
      int _ = epoll.await(SHORT_SLEEP_MILLIS);
      return;
    }
    boolean busy = (state & RingBufferReader.BUSY) != 0;
    if (busy && busyRetries++ < BUSY_RETRIES) {
      Thread.onSpinWait();
      return;
    }
    busyRetries = 0;
    wakeups.arm();
    if (!reader.hasUnread(wakeupBytes)) {
      int _ = epoll.await(busy ? SHORT_SLEEP_MILLIS : timeoutMillis);
    }
    wakeups.disarm();
  }

  /**
   * Ends the thread and unmaps the memory; unread events stay in the ring buffers (call {@link
   * #drain} first). Idempotent.
   */
  @Override
  public void close() {
    control.stop();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // unmapping memory in use would end the JVM
      }
    }
    synchronized (this) {
      if (!closed) {
        closed = true;
        wakeups.close();
        losses.close();
        mapped.forEach(MappedRing::close);
        epoll.close();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The loop's resources: all are open, or none. */
  private static final class Opened {
    final List<MappedRing> rings = new ArrayList<>();
    LossCounters losses;
    WakeupControl wakeups;
    Epoll epoll;
    int wakeupBytes;

    static Opened open(List<BpfMap> rings, BpfMap control, BpfMap losses) {
      Opened opened = new Opened();
      try {
        opened.epoll = Epoll.create();
        opened.wakeupBytes = WAKEUP_BYTES;
        for (BpfMap ring : rings) {
          opened.rings.add(MappedRing.map(ring));
          opened.epoll.add(ring.fd());
          opened.wakeupBytes = Math.min(opened.wakeupBytes, ring.maxEntries() / 4);
        }
        opened.losses = LossCounters.map(losses);
        opened.wakeups = WakeupControl.map(control, opened.wakeupBytes);
        return opened;
      } catch (RuntimeException refused) {
        opened.rings.forEach(MappedRing::close);
        if (opened.losses != null) {
          opened.losses.close();
        }
        if (opened.epoll != null) {
          opened.epoll.close();
        }
        throw refused;
      }
    }
  }
}
