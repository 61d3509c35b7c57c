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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts rows to an HTTP server. Acknowledges a batch once each of its rows is accepted (2xx) or, if
 * the server refuses it, in quarantine. After a failure rows may be posted again: the header
 * Idempotency-Key of a request names its rows.
 */
@Component(
    service = Sink.class,
    configurationPid = HttpSinkConfiguration.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class HttpSink implements Sink {
  private static final Logger LOG = LoggerFactory.getLogger("sinks.http");

  /** The longest time that opening waits for the end of a Retry-After pause before it fails. */
  private static final Duration MAX_OPEN_WAIT = Duration.ofSeconds(5);

  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(5);

  private final Settings settings;
  private final RequestCounters counters = new RequestCounters();
  private final AckTracker acks = new AckTracker();
  private final Quarantine quarantine;

  /** The {@link System#nanoTime} before which the server accepts no request; set by the workers. */
  private volatile long notBefore = System.nanoTime();

  private RequestQueue queue;
  private RequestSender sender;
  private List<Thread> workers = List.of();

  /** Activates the component; a changed configuration activates a new one. */
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
    sender = new RequestSender(settings, counters);
    try {
      sender.checkConnection();
    } catch (IOException e) {
      throw new SinkException(
          "cannot post to "
              + settings.endpoint()
              + ": "
              + RequestSender.reason(e)
              + " (the rows stay in the spool)",
          e);
    }
    acks.open(context.installation(), context.acknowledged());
    queue = new RequestQueue(settings, acks, counters);
    workers =
        IntStream.rangeClosed(1, settings.workers())
            .mapToObj(
                number ->
                    Thread.ofPlatform()
                        .name("sink-http-post-" + number)
                        .daemon()
                        .start(new RequestWorker(queue, sender, quarantine, counters, this::pause)))
            .toList();
  }

  private synchronized void pause(Duration retryAfter) {
    notBefore = Math.max(notBefore, System.nanoTime() + retryAfter.toNanos());
  }

  private void awaitPause() throws SinkException {
    long left = notBefore - System.nanoTime();
    try {
      if (left > 0) {
        TimeUnit.NANOSECONDS.sleep(Math.min(left, MAX_OPEN_WAIT.toNanos()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkException("interrupted while opening " + settings.endpoint(), e);
    }
    if (left > MAX_OPEN_WAIT.toNanos()) {
      throw new SinkException(
          "cannot post to "
              + settings.endpoint()
              + ": the server accepts no request for another "
              + Duration.ofNanos(left - MAX_OPEN_WAIT.toNanos()).toSeconds()
              + " s (Retry-After); the rows stay in the spool");
    }
  }

  @Override
  public long write(Batch batch) throws SinkException, InterruptedException {
    queue.add(batch);
    return queue.acknowledged();
  }

  @Override
  public long idle() throws SinkException, InterruptedException {
    return queue.acknowledged();
  }

  @Override
  public long flush() throws SinkException, InterruptedException {
    return queue.drain();
  }

  @Override
  public void close() {
    if (queue != null) {
      queue.close();
      queue = null;
    }
    workers.forEach(Thread::interrupt);
    if (sender != null) {
      sender.close();
      sender = null;
    }
    for (Thread worker : workers) {
      try {
        if (!worker.join(JOIN_TIMEOUT)) {
          LOG.warn(
              "thread {} did not end within {} s; its request is abandoned",
              worker.getName(),
              JOIN_TIMEOUT.toSeconds());
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
