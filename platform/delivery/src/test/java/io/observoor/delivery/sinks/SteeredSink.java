package io.observoor.delivery.sinks;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.Measurement;
import io.observoor.api.sink.Sink;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A sink that a test controls: it refuses, hangs, or accepts batches and makes them durable when it
 * is flushed. The durable batches are in its {@link Server}, which several sinks may share.
 */
final class SteeredSink implements Sink {
  private final String name;
  private final Server server;
  private final List<Batch> written = new ArrayList<>();
  private long last;
  private long durable;

  volatile boolean refusesToOpen;
  volatile boolean refusesToFlush;
  volatile boolean hangs;
  final AtomicInteger opens = new AtomicInteger();
  volatile boolean open;
  final CountDownLatch inside = new CountDownLatch(1);

  /** The sequences of the durable batches, as often as they were written. */
  static final class Server {
    private final List<Long> numbers = new ArrayList<>();

    synchronized List<Long> numbers() {
      return List.copyOf(numbers);
    }

    synchronized void put(List<Batch> batches) {
      batches.forEach(batch -> numbers.add(batch.sequence()));
    }
  }

  SteeredSink(String name, Server server) {
    this.name = name;
    this.server = server;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open(SinkContext context) throws SinkException {
    opens.incrementAndGet();
    if (refusesToOpen) {
      throw new SinkException("no connection to " + name);
    }
    hang();
    open = true;
    written.clear();
    last = context.acknowledged();
    durable = last;
  }

  private void hang() throws SinkException {
    if (hangs) {
      inside.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new SinkException("interrupted", e);
      }
    }
  }

  @Override
  public long write(Batch batch) throws SinkException {
    hang();
    written.add(batch);
    last = batch.sequence();
    return durable;
  }

  @Override
  public long idle() {
    return durable;
  }

  @Override
  public long flush() throws SinkException {
    if (refusesToFlush) {
      throw new SinkException("the server of " + name + " is dead");
    }
    server.put(written);
    written.clear();
    durable = last;
    return durable;
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public List<Measurement> measurements() {
    return List.of(Measurement.gauge("open", "Whether it is open.", open ? 1 : 0));
  }
}
