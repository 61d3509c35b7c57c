package io.observoor.launcher;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process. The first request, by a bundle or a signal, stops the framework; a second
 * signal, or the deadline, ends the process at once.
 */
final class ProcessExit {

  private static final Logger LOG = LoggerFactory.getLogger("agent");

  /** Less than the 30 s of Kubernetes; tests on an emulated processor set the property. */
  private static final Duration DEADLINE =
      Duration.ofSeconds(Long.getLong("observoor.exit.seconds", 25));

  private static final int NOT_REQUESTED = -1;

  private final Framework framework;
  private final AtomicInteger status = new AtomicInteger(NOT_REQUESTED);

  ProcessExit(Framework framework) {
    this.framework = framework;
  }

  boolean requested() {
    return status.get() != NOT_REQUESTED;
  }

  /** Requests the end of the run and returns at once. Any thread, a bundle's too. */
  void request(int exitStatus) {
    if (status.compareAndSet(NOT_REQUESTED, exitStatus)) {
      Thread.ofPlatform().name("observoor-exit").daemon().start(this::stop);
    }
  }

  /** Requests the end with status 0 at the first of these signals; halts at the second. */
  void onSignals(String... names) {
    for (String name : names) {
      Signals.handle(
          name,
          number -> {
            if (requested()) {
              Runtime.getRuntime().halt(128 + number);
            }
            request(0);
          });
    }
  }

  /** Blocks until the framework has stopped; returns the exit status of the process. */
  int await() throws InterruptedException {
    framework.waitForStop(0);
    return Math.max(status.get(), 0);
  }

  private void stop() {
    try {
      framework.stop();
      Thread.sleep(DEADLINE);
    } catch (BundleException e) {
      LOG.error("cannot stop the OSGi framework", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.error(
        "not stopped after {} s, ending the process; still stopping: {}",
        DEADLINE.toSeconds(),
        String.join(", ", stoppingBundles()));
    Runtime.getRuntime().halt(1);
  }

  private List<String> stoppingBundles() {
    BundleContext context = framework.getBundleContext();
    return context == null
        ? List.of()
        : Arrays.stream(context.getBundles())
            .filter(bundle -> bundle.getBundleId() != 0 && bundle.getState() == Bundle.STOPPING)
            .map(Bundle::getSymbolicName)
            .toList();
  }
}
