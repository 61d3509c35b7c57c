package io.observoor.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.apache.felix.framework.Felix;
import org.apache.felix.framework.util.FelixConstants;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the agent: the framework and its bundles, from the start to the exit status. */
final class Agent {

  private static final Duration START_DEADLINE = Duration.ofSeconds(5);

  private static final Duration POLL = Duration.ofMillis(10);

  /** The framework property that asks for a shell at this process's own terminal. */
  static final String SHELL = "observoor.shell";

  private final Map<String, String> properties;

  Agent(Map<String, String> properties) {
    this.properties = properties;
  }

  /** Runs until a bundle or a signal ends it; returns the exit status of the process. */
  int run() {
    Path home = Home.directory();
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty(
          "logback.configurationFile", home.resolve("etc").resolve("logback.xml").toString());
    }
    Optional<Output> shell =
        properties.containsKey(SHELL) ? Optional.of(Output.install()) : Optional.empty();
    Logger log = LoggerFactory.getLogger(Agent.class);
    try (var storage = FrameworkStorage.create(Path.of(System.getProperty("java.io.tmpdir")))) {
      return run(home, storage.directory(), shell, log);
    } catch (BundleException | IOException e) {
      log.error("cannot start the OSGi framework: {}", e.getMessage(), e);
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private int run(Path home, Path storage, Optional<Output> shell, Logger log)
      throws BundleException, IOException, InterruptedException {
    // With a context class loader, libraries in bundles would find the launcher's classes by it
    // instead of their own.
    Thread.currentThread().setContextClassLoader(null);
    Framework framework = new Felix(configuration(storage));
    var exit = new Exit(framework);
    exit.onSignals("INT", "TERM");
    framework.init();
    BundleContext context = framework.getBundleContext();
    context.addFrameworkListener(event -> report(event, log));
    ServiceReference<IntConsumer> end = LauncherServices.register(context, exit);
    int installed = DistributionBundles.install(context, home.resolve("bundles"));
    if (installed == 0) {
      log.error("no bundles in {}: the distribution is incomplete", home.resolve("bundles"));
      exit.request(1);
    }
    shell.ifPresent(output -> Foreground.start(context, output));
    if (!exit.requested()) {
      framework.start();
      if (!startedWithin(START_DEADLINE, end, exit)) {
        log.error("the agent did not start: no bundle took charge of this run");
        exit.request(1);
      }
    }
    return exit.await();
  }

  /** Whether a bundle has taken hold of the service that ends the run, or has used it already. */
  private static boolean startedWithin(
      Duration deadline, ServiceReference<IntConsumer> end, Exit exit) throws InterruptedException {
    long start = System.nanoTime();
    while (end.getUsingBundles() == null && !exit.requested()) {
      if (System.nanoTime() - start > deadline.toNanos()) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }

  private Map<String, Object> configuration(Path storage) {
    var configuration = new HashMap<String, Object>(properties);
    configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
    configuration.put(
        Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
        String.valueOf(DistributionBundles.HIGHEST_START_LEVEL));
    configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, LauncherProperties.exports());
    configuration.put("observoor.version", LauncherProperties.version());
    // Bundles are read where they lie and never through URL strings.
    configuration.put(FelixConstants.SERVICE_URLHANDLERS_PROP, "false");
    configuration.put(FelixConstants.LOG_LOGGER_PROP, new FrameworkLog());
    // Loading every probe takes long on a busy machine; whoever waits for it must not give up.
    configuration.put("ds.lock.timeout.milliseconds", "120000");
    return configuration;
  }

  private static void report(FrameworkEvent event, Logger log) {
    if (event.getType() == FrameworkEvent.ERROR) {
      Bundle bundle = event.getBundle();
      Throwable cause = event.getThrowable();
      log.error("{}: {}", bundle.getSymbolicName(), cause.getMessage(), cause.getCause());
    }
  }
}
