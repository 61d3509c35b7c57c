package io.observoor.delivery.sinks;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.Sink;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import io.observoor.delivery.TestRows;
import io.observoor.testing.Await;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A sink that fails at random and checks what it is sent. It holds batches in memory until it makes
 * them durable in its {@link Archive}, and loses them at a failure.
 */
public final class TestSink implements Sink {
  private final String name;
  private final Archive record;
  private final Random random;
  private final int failuresInHundred;
  private final Map<Long, String> written = new TreeMap<>();
  private long durable;
  private long sent;
  private boolean open;
  private boolean laterBeginAllowed;
  private boolean first;

  /** The durable batches: their fingerprints by sequence. Outlives the sink. */
  public static final class Archive {
    private final Map<Long, String> batches = new TreeMap<>();
    private String violation = "";
    private int failures;
    private int flushes;

    /** Returns a copy of the durable batches. */
    public synchronized Map<Long, String> batches() {
      return new TreeMap<>(batches);
    }

    /** The first error of the platform; empty if there is none. */
    public synchronized String violation() {
      return violation;
    }

    /** How often the sink failed. */
    public synchronized int failures() {
      return failures;
    }

    synchronized int flushes() {
      return flushes;
    }

    private synchronized void violated(String what) {
      violation = violation.isEmpty() ? what : violation;
    }

    private synchronized void keep(Map<Long, String> more) {
      more.forEach(
          (number, content) -> {
            String earlier = batches.putIfAbsent(number, content);
            if (earlier != null && !earlier.equals(content)) {
              violated("batch " + number + " came with different content");
            }
          });
    }

    /** Waits until this many batches are durable, or something is wrong. */
    public void await(int count) {
      Await.until(
          count + " batches are durable",
          () -> batches().size(),
          size -> size >= count || !violation().isEmpty());
    }
  }

  /** Creates a sink that fails in this percentage of calls. */
  public TestSink(String name, Archive record, long seed, int failuresInHundred) {
    this.name = name;
    this.record = record;
    this.random = new Random(seed);
    this.failuresInHundred = failuresInHundred;
  }

  /** Accepts a later batch as the first after open(), as after a hand-over. */
  public TestSink allowLaterBegin() {
    laterBeginAllowed = true;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open(SinkContext context) throws SinkException {
    if (open) {
      record.violated("opened twice");
    }
    open = true;
    first = true;
    written.clear();
    sent = context.acknowledged();
    durable = context.acknowledged();
    fail("open");
  }

  @Override
  public long write(Batch batch) throws SinkException {
    boolean accepted = laterBeginAllowed && first && batch.sequence() > sent;
    first = false;
    if (!open || (batch.sequence() != sent + 1 && !accepted)) {
      record.violated("batch " + batch.sequence() + " came after " + sent);
    }
    sent = batch.sequence();
    fail("write");
    written.put(sent, TestRows.fingerprint(batch.rows()));
    return random.nextInt(4) == 0 ? persist() : durable;
  }

  @Override
  public long idle() throws SinkException {
    fail("idle");
    return random.nextInt(3) == 0 ? persist() : durable;
  }

  @Override
  public long flush() throws SinkException {
    synchronized (record) {
      record.flushes++;
    }
    fail("flush");
    return persist();
  }

  private long persist() throws SinkException {
    record.keep(written);
    written.clear();
    // on failure: durable, but not acknowledged
    fail("acknowledge");
    durable = sent;
    return durable;
  }

  @Override
  public void close() {
    if (!open) {
      record.violated("closed without being open");
    }
    open = false;
    if (random.nextInt(100) < failuresInHundred) {
      throw new IllegalStateException("close fails");
    }
  }

  private void fail(String what) throws SinkException {
    if (random.nextInt(100) < failuresInHundred) {
      synchronized (record) {
        record.failures++;
      }
      switch (random.nextInt(3)) {
        case 0 -> throw new IllegalStateException(what + " fails");
        case 1 -> throw new StackOverflowError(what + " fails badly");
        default -> throw new SinkException(what + " is refused");
      }
    }
  }
}
