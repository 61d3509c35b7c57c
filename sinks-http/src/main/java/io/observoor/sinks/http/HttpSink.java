package io.observoor.sinks.http;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.Measurement;
import io.observoor.api.sink.Sink;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts rows to a server. A batch is acknowledged when the server has answered 2xx to all its rows;
 * rows that it refuses for what they are go into quarantine. Rows may be posted again after a
 * failure: each request names its rows in the header Idempotency-Key.
 */
@Component(
    service = Sink.class,
    configurationPid = HttpSinkConfiguration.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HttpSinkConfiguration.class)
public final class HttpSink implements Sink {
  private static final Logger LOG = LoggerFactory.getLogger(HttpSink.class);

  /** How long opening waits for the end of a pause that the server asked for, before it fails. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final Settings settings;
  private final Counters counters = new Counters();
  private final Ledger ledger = new Ledger();
  private final Quarantine quarantine;

  /** When the server wants requests again, as {@link System#nanoTime}; written by the workers. */
  private volatile long notBefore = System.nanoTime();

  private Outbox outbox;
  private Post post;
  private List<Thread> workers = List.of();

  /** The component; a changed configuration makes a new one. */
  @Activate
  public HttpSink(BundleContext bundle, HttpSinkConfiguration configuration) {
    this(Settings.of(configuration, bundle.getBundle().getVersion().toString()));
  }

  HttpSink(Settings settings) {
    this.settings = settings;
    quarantine = new Quarantine(settings.quarantine());
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public void open(SinkContext context) throws SinkException {
    awaitPause();
    post = new Post(settings, counters);
    try {
      post.tryConnection();
    } catch (IOException e) {
      throw new SinkException(
          "cannot post to "
              + settings.target()
              + ": "
              + Post.reason(e)
              + " (the rows stay in the spool)",
          e);
    }
    ledger.open(context.installation(), context.acknowledged());
    outbox = new Outbox(settings, ledger, counters);
    workers =
        IntStream.rangeClosed(1, settings.workers())
            .mapToObj(
                number ->
                    Thread.ofPlatform()
                        .name("sink-http-post-" + number)
                        .daemon()
                        .start(new Worker(outbox, post, quarantine, counters, this::pause)))
            .toList();
  }

  private synchronized void pause(Duration wanted) {
    notBefore = Math.max(notBefore, System.nanoTime() + wanted.toNanos());
  }

  private void awaitPause() throws SinkException {
    long left = notBefore - System.nanoTime();
    try {
      if (left > 0) {
        TimeUnit.NANOSECONDS.sleep(Math.min(left, PATIENCE.toNanos()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkException("interrupted while opening " + settings.target(), e);
    }
    if (left > PATIENCE.toNanos()) {
      throw new SinkException(
          "cannot post to "
              + settings.target()
              + ": it wants no request for another "
              + Duration.ofNanos(left - PATIENCE.toNanos()).toSeconds()
              + " s (its header Retry-After; the rows stay in the spool)");
    }
  }

  @Override
  public long write(Batch batch) throws SinkException, InterruptedException {
    outbox.add(batch);
    return outbox.acknowledged();
  }

  @Override
  public long idle() throws SinkException, InterruptedException {
    return outbox.acknowledged();
  }

  @Override
  public long flush() throws SinkException, InterruptedException {
    return outbox.drain();
  }

  @Override
  public void close() {
    if (outbox != null) {
      outbox.close();
      outbox = null;
    }
    workers.forEach(Thread::interrupt);
    if (post != null) {
      post.close();
      post = null;
    }
    for (Thread worker : workers) {
      try {
        if (!worker.join(FAREWELL)) {
          LOG.warn("{} does not end; its request is given up", worker.getName());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    workers = List.of();
  }

  @Override
  public List<Measurement> measurements() {
    return counters.measurements();
  }
}
