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

/** Runs the OSGi framework with the bundles of the distribution until the agent ends. */
final class Agent {

  private static final Duration START_DEADLINE = Duration.ofSeconds(5);

  private static final Duration POLL = Duration.ofMillis(10);

  /** The framework property that opens the shell in this process's terminal. */
  static final String SHELL = "observoor.shell";

  private final Map<String, String> properties;

  Agent(Map<String, String> properties) {
    this.properties = properties;
  }

  /** Runs until a bundle or a signal ends the run; returns the exit status of the process. */
  int run() {
    Path home = Home.directory();
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty(
          "logback.configurationFile", home.resolve("etc").resolve("logback.xml").toString());
    }
    Optional<OutputRedirect> shell =
        properties.containsKey(SHELL) ? Optional.of(OutputRedirect.install()) : Optional.empty();
    Logger log = LoggerFactory.getLogger("agent");
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

  private int run(Path home, Path storage, Optional<OutputRedirect> shell, Logger log)
      throws BundleException, IOException, InterruptedException {
    // Libraries in bundles would load the launcher's classes through it instead of their own.
    Thread.currentThread().setContextClassLoader(null);
    Framework framework = new Felix(configuration(storage));
    var exit = new ProcessExit(framework);
    exit.onSignals("INT", "TERM");
    framework.init();
    BundleContext context = framework.getBundleContext();
    context.addFrameworkListener(Agent::report);
    ServiceReference<IntConsumer> end = LauncherServices.register(context, exit);
    int installed = DistributionBundles.install(context, home.resolve("bundles"));
    if (installed == 0) {
      log.error(
          "no bundles in {}: the installation is incomplete, install it again",
          home.resolve("bundles"));
      exit.request(1);
    }
    shell.ifPresent(output -> ForegroundShell.start(context, output));
    if (!exit.requested()) {
      framework.start();
      if (!startedWithin(START_DEADLINE, end, exit)) {
        log.error(
            "the agent did not start: no bundle runs the command '{}'",
            properties.get(AgentCommand.COMMAND));
        exit.request(1);
      }
    }
    return exit.await();
  }

  /**
   * Waits until a bundle holds the service that ends the run, or has used it; false if none does.
   */
  private static boolean startedWithin(
      Duration deadline, ServiceReference<IntConsumer> end, ProcessExit exit)
      throws InterruptedException {
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
    // The handlers serve URL strings of bundles, which nothing here uses.
    configuration.put(FelixConstants.SERVICE_URLHANDLERS_PROP, "false");
    configuration.put(FelixConstants.LOG_LOGGER_PROP, new FrameworkLog());
    // On a busy machine a component that loads probes takes longer than the default of 5 s.
    configuration.put("ds.lock.timeout.milliseconds", "120000");
    return configuration;
  }

  private static void report(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR) {
      Bundle bundle = event.getBundle();
      Throwable cause = event.getThrowable();
      LoggerFactory.getLogger("framework")
          .error("{}: {}", bundle.getSymbolicName(), cause.getMessage(), cause.getCause());
    }
  }
}
