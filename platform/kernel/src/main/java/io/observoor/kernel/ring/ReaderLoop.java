package io.observoor.kernel.ring;

import io.observoor.libbpf.BpfMap;
import io.observoor.libbpf.Epoll;
import io.observoor.libbpf.MonotonicClock;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.SlabWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reader thread: passes over all ring buffers, tells the pipeline up to when it has read, and
 * sleeps until enough waits or the time is over. It never blocks on the pipeline. Public methods
 * may be called from any thread.
 */
public final class ReaderLoop implements AutoCloseable {
  /** How long the reader sleeps at most: what is known of an idle system is never older. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(ReaderLoop.class);

  /**
   * Enough for a wake-up: the reader's time for some 10,000 events, so that wake-ups themselves
   * cost nothing.
   */
  private static final int WAKEUP_BYTES = 512 << 10;

  /** A record is reserved for some ten nanoseconds only: worth a few looks before sleeping. */
  private static final int BUSY_LOOKS = 100;

  private static final long MORE_LOSSES_NANOS = 1_000_000_000;

  /** For what nobody wakes us: a program that was interrupted, a shared ring that is full. */
  private static final int SHORT_SLEEP_MILLIS = 1;

  private final List<MappedRing> mapped;
  private final RingBufferReader reader;
  private final SlabWriter writer;
  private final LossSink lossSink;
  private final LossCounters losses;
  private final LossSource moreLosses;
  private final WakeupControl control;
  private final Epoll epoll;
  private final long wakeupBytes;
  private final int timeoutMillis;
  private final Gate gate;
  private final Thread thread;
  private boolean closed;

  // the reader thread's own
  private long watermark;
  private long answered;
  private long lossesCollected;
  private long moreCollected;
  private int busyLooks;

  private ReaderLoop(
      Opened opened,
      SlabWriter writer,
      EventTypes types,
      LossSink lossSink,
      LossSource moreLosses,
      Duration timeout) {
    this.mapped = opened.rings;
    this.losses = opened.losses;
    this.control = opened.control;
    this.epoll = opened.epoll;
    this.wakeupBytes = opened.wakeupBytes;
    this.writer = writer;
    this.lossSink = lossSink;
    this.moreLosses = moreLosses;
    this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    this.reader =
        new RingBufferReader(
            mapped.stream().map(MappedRing::memory).toList(), writer, types, lossSink);
    this.gate = new Gate(epoll::wake);
    this.thread = Thread.ofPlatform().daemon().name("observoor-reader").unstarted(this::run);
  }

  /**
   * Maps the ring buffers and starts to read them. The maps may be closed once the loop is.
   *
   * @param rings the ring buffers of the CPUs, all of one size
   * @param control the map {@code observoor_control}
   * @param losses the map {@code observoor_losses}
   * @param writer used by the new thread alone from now on
   * @param lossSink told of lost events on the reader thread
   * @param moreLosses asked for more of them, less often because it takes system calls
   * @param timeout how long it sleeps at most
   * @throws io.observoor.libbpf.BpfException when the memory cannot be mapped
   */
  public static ReaderLoop start(
      List<BpfMap> rings,
      BpfMap control,
      BpfMap losses,
      SlabWriter writer,
      EventTypes types,
      LossSink lossSink,
      LossSource moreLosses,
      Duration timeout) {
    ReaderLoop loop =
        new ReaderLoop(
            Opened.open(rings, control, losses), writer, types, lossSink, moreLosses, timeout);
    loop.thread.start();
    return loop;
  }

  /** What has been read so far. */
  public ReaderCounters counters() {
    return reader.counters();
  }

  /** Bytes that wait unread in all ring buffers together; 0 once closed. */
  public synchronized long waitingBytes() {
    return closed ? 0 : mapped.stream().mapToLong(ring -> ring.memory().used()).sum();
  }

  /**
   * Reads and publishes everything that was submitted before the call, and reports the losses up to
   * then.
   *
   * @return false when that was not done within {@code deadline}: the pipeline takes nothing, or
   *     the reader is held or has ended
   */
  public boolean drainNow(Duration deadline) {
    return gate.requestAndAwait(deadline);
  }

  /** Holds the reader up before its next pass, for tests; returns when it stands still. */
  public void hold() {
    gate.hold();
  }

  /** Lets the reader go on after {@link #hold()}. */
  public void release() {
    gate.release();
  }

  private void run() {
    try {
      while (gate.mayGoOn()) {
        long request = gate.requested();
        long before = MonotonicClock.nanos();
        int state = reader.pass();
        boolean drained = (state & (RingBufferReader.BUSY | RingBufferReader.FULL)) == 0;
        if (drained) {
          watermark = before;
        }
        boolean published = writer.publish(watermark);
        boolean asked = drained && published && request != answered;
        if (asked || before - lossesCollected >= timeoutMillis * 1_000_000L) {
          losses.collect(lossSink);
          lossesCollected = before;
        }
        if (asked || before - moreCollected >= MORE_LOSSES_NANOS) {
          moreLosses.collect(lossSink);
          moreCollected = before;
        }
        if (asked) {
          answered = request;
          gate.done(request);
        }
        rest(state, published);
      }
    } catch (Throwable failure) {
      LOG.error(
          "the reader of the ring buffers has failed: no more events are read (restart the agent)",
          failure);
    } finally {
      gate.end();
    }
  }

  private void rest(int state, boolean published) {
    if ((state & RingBufferReader.FULL) != 0 || !published) {
      int _ = epoll.await(SHORT_SLEEP_MILLIS);
      return;
    }
    boolean busy = (state & RingBufferReader.BUSY) != 0;
    if (busy && busyLooks++ < BUSY_LOOKS) {
      Thread.onSpinWait();
      return;
    }
    busyLooks = 0;
    control.arm();
    if (!reader.waiting(wakeupBytes)) {
      int _ = epoll.await(busy ? SHORT_SLEEP_MILLIS : timeoutMillis);
    }
    control.disarm();
  }

  /**
   * Ends the thread and gives the memory back; what is unread stays in the ring buffers ({@link
   * #drainNow} first). Idempotent.
   */
  @Override
  public void close() {
    gate.stop();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // unmapping under the reader would end the virtual machine
      }
    }
    synchronized (this) {
      if (!closed) {
        closed = true;
        control.close();
        losses.close();
        mapped.forEach(MappedRing::close);
        epoll.close();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the loop has open; all or nothing. */
  private static final class Opened {
    final List<MappedRing> rings = new ArrayList<>();
    LossCounters losses;
    WakeupControl control;
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
        opened.control = WakeupControl.map(control, opened.wakeupBytes);
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
