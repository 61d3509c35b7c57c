package io.observoor.agent.run;

import io.observoor.api.sink.Sink;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;

/** Hands sinks changed configurations while the agent runs. */
final class SinkServices implements SinkSettings {
  /** A property of the sink's service, by which one with the new configuration is known. */
  private static final String REVISION = "observoor.revision";

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final BundleContext context;
  private final BundleConfigurations configurations;
  private final AtomicLong revision = new AtomicLong();

  SinkServices(BundleContext context, BundleConfigurations configurations) {
    this.context = context;
    this.configurations = configurations;
  }

  @Override
  public boolean put(String sink, Map<String, Object> values)
      throws IOException, InterruptedException {
    long number = revision.incrementAndGet();
    String filter =
        "(&(objectClass=" + Sink.class.getName() + ")(" + REVISION + "=" + number + "))";
    Map<String, Object> numbered = new HashMap<>(values);
    numbered.put(REVISION, number);
    CountDownLatch there = new CountDownLatch(1);
    ServiceListener listener =
        event -> {
          if (event.getType() == ServiceEvent.REGISTERED) {
            there.countDown();
          }
        };
    try {
      context.addServiceListener(listener, filter);
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
    try {
      configurations.sink(sink, numbered);
      return there.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      context.removeServiceListener(listener);
    }
  }
}
