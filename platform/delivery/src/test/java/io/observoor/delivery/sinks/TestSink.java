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
 * A sink that keeps batches in memory until it makes them durable, loses those at a failure, fails
 * as its random numbers say, and checks what it is given. Its durable record outlives it, as a
 * directory of files would.
 */
public final class TestSink implements Sink {
  private final String name;
  private final Archive record;
  private final Random random;
  private final int failuresInHundred;
  private final Map<Long, String> written = new TreeMap<>();
  private long durable;
  private long given;
  private boolean open;
  private boolean mayBeginLater;
  private boolean first;

  /** What is durable: the fingerprint of each batch by its number. */
  public static final class Archive {
    private final Map<Long, String> batches = new TreeMap<>();
    private String violation = "";
    private int failures;
    private int flushes;

    /** A copy of what is durable. */
    public synchronized Map<Long, String> batches() {
      return new TreeMap<>(batches);
    }

    /** What the platform did wrong; empty if nothing. */
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
              violated("batch " + number + " came with another content");
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

  /** A sink that fails in so many of a hundred calls. */
  public TestSink(String name, Archive record, long seed, int failuresInHundred) {
    this.name = name;
    this.record = record;
    this.random = new Random(seed);
    this.failuresInHundred = failuresInHundred;
  }

  /**
   * The first batch after it was opened may be a later one, as it is when a cursor is taken over.
   */
  public TestSink mayBeginLater() {
    mayBeginLater = true;
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
    given = context.acknowledged();
    durable = context.acknowledged();
    fail("open");
  }

  @Override
  public long write(Batch batch) throws SinkException {
    boolean taken = mayBeginLater && first && batch.sequence() > given;
    first = false;
    if (!open || (batch.sequence() != given + 1 && !taken)) {
      record.violated("batch " + batch.sequence() + " came after " + given);
    }
    given = batch.sequence();
    fail("write");
    written.put(given, TestRows.fingerprint(batch.rows()));
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
    // durable, but the platform does not learn it
    fail("acknowledge");
    durable = given;
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
