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
 * The end of a run. The first request, by a bundle or a signal, stops the framework in an orderly
 * manner; when that takes too long, or a second signal comes, the process ends at once.
 */
final class Exit {

  private static final Logger LOG = LoggerFactory.getLogger(Exit.class);

  /**
   * Within the 30 s after which Kubernetes kills, for a machine on which all takes long. An
   * emulated processor takes longer still, and says so by the system property.
   */
  private static final Duration DEADLINE =
      Duration.ofSeconds(Long.getLong("observoor.exit.seconds", 25));

  private static final int NOT_REQUESTED = -1;

  private final Framework framework;
  private final AtomicInteger status = new AtomicInteger(NOT_REQUESTED);

  Exit(Framework framework) {
    this.framework = framework;
  }

  boolean requested() {
    return status.get() != NOT_REQUESTED;
  }

  /** Any thread may call, also one of a bundle that is about to be stopped: it returns at once. */
  void request(int exitStatus) {
    if (status.compareAndSet(NOT_REQUESTED, exitStatus)) {
      Thread.ofPlatform().name("observoor-exit").daemon().start(this::stop);
    }
  }

  /** Ends the run with status 0 at the first of these signals, and at once at the second. */
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

  /** Waits for the framework to have stopped; returns the exit status of the process. */
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
        "not stopped after {} s, leaving: {}", DEADLINE.toSeconds(), String.join(", ", busy()));
    Runtime.getRuntime().halt(1);
  }

  private List<String> busy() {
    BundleContext context = framework.getBundleContext();
    return context == null
        ? List.of()
        : Arrays.stream(context.getBundles())
            .filter(bundle -> bundle.getBundleId() != 0 && bundle.getState() == Bundle.STOPPING)
            .map(Bundle::getSymbolicName)
            .toList();
  }
}
