package io.observoor.agent.lifecycle;

import io.observoor.agent.configuration.InvalidConfigurationException;
import io.observoor.agent.reload.ConfigurationReload;
import io.observoor.agent.run.BundleConfigurations;
import io.observoor.agent.run.CannotRunException;
import io.observoor.agent.run.Options;
import io.observoor.agent.run.RunConfiguration;
import io.observoor.agent.run.WrongUseException;
import io.observoor.agent.schedule.RecurringTask;
import io.observoor.agent.schedule.TaskScheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the agent: reads options and configuration, locks the data directory, configures the other
 * bundles, and registers the {@link AgentRun} for the command. Ends the process with one line for
 * each error.
 */
@Component(
    service = {},
    immediate = true)
public final class Agent {
  private static final Logger LOG = LoggerFactory.getLogger("agent");
  private static final Logger CONFIGURATION_LOG = LoggerFactory.getLogger("configuration");

  /** The time limit for the start of all bundles; the property is for slow emulated processors. */
  private static final Duration START_TIMEOUT =
      Duration.ofSeconds(Long.getLong("observoor.start.seconds", 120));

  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private final BundleContext context;
  private final BundleConfigurations bundles;
  private final IntConsumer exit;
  private Optional<DataDirectory> data = Optional.empty();
  private Optional<TaskScheduler> watchdog = Optional.empty();
  private Optional<ServiceRegistration<AgentRun>> registration = Optional.empty();

  /**
   * Called by declarative services.
   *
   * @param exit ends the process; absent without the launcher, then the framework is stopped
   * @param logLevel sets the log level; absent without the launcher
   */
  @Activate
  public Agent(
      BundleContext context,
      @Reference ConfigurationAdmin admin,
      @Reference(target = "(observoor.exit=true)", cardinality = ReferenceCardinality.OPTIONAL)
          IntConsumer exit,
      @Reference(target = "(observoor.log.level=true)", cardinality = ReferenceCardinality.OPTIONAL)
          Consumer<String> logLevel) {
    this.context = context;
    this.bundles = new BundleConfigurations(context, admin);
    this.exit = exit == null ? status -> stopFramework() : exit;
    try {
      Options options = Options.read(context::getProperty, context.getBundle().getLocation());
      RunConfiguration run = RunConfiguration.read(options);
      if (logLevel != null) {
        logLevel(run).ifPresent(logLevel);
      }
      start(run);
    } catch (WrongUseException cause) {
      refuse(WRONG_USE, cause);
    } catch (InvalidConfigurationException cause) {
      cause.getMessage().lines().forEach(line -> CONFIGURATION_LOG.error("{}", line));
      exit.accept(FAILED);
    } catch (CannotRunException | IOException cause) {
      refuse(FAILED, cause);
    }
  }

  /** The report of check follows a quiet log, unless the file or the environment sets a level. */
  private Optional<String> logLevel(RunConfiguration run) {
    boolean quiet =
        run.options().command().equals(Options.CHECK)
            && context.getProperty("observoor.log.level") == null;
    return run.configuration().logLevel().or(() -> Optional.of("warn").filter(level -> quiet));
  }

  private void start(RunConfiguration run) throws CannotRunException, IOException {
    String command = run.options().command();
    switch (command) {
      case Options.CHECK -> bundles.forCheck(run, TemporaryDirectory.create());
      case Options.MIGRATE -> {
        run.configuration().warnings().forEach(CONFIGURATION_LOG::warn);
        bundles.forMigrate(run);
      }
      default -> {
        data = Optional.of(DataDirectory.open(run.data()));
        CONFIGURATION_LOG.info("using {}", run.source());
        run.configuration().warnings().forEach(CONFIGURATION_LOG::warn);
        bundles.forRun(run);
      }
    }
    AtomicBoolean begun = new AtomicBoolean();
    watchdog = Optional.of(new TaskScheduler(START_TIMEOUT, now -> checkBegun(begun)));
    registration =
        Optional.of(
            context.registerService(
                AgentRun.class,
                new AgentRun(
                    run,
                    new ConfigurationReload(run, bundles::update),
                    exit,
                    begun,
                    System.nanoTime()),
                FrameworkUtil.asDictionary(Map.of(AgentRun.COMMAND, command))));
  }

  /** Ends a process in which a bundle does not start: it would run without an effect. */
  private long checkBegun(AtomicBoolean begun) {
    if (!begun.get()) {
      LOG.error(
          "a part of the agent did not start within {} s: see the log above for the cause",
          START_TIMEOUT.toSeconds());
      exit.accept(FAILED);
    }
    return RecurringTask.NEVER;
  }

  private void refuse(int status, Exception cause) {
    LOG.error("{}", Optional.ofNullable(cause.getMessage()).orElseGet(cause::toString));
    exit.accept(status);
  }

  private void stopFramework() {
    try {
      context.getBundle(0).stop();
    } catch (BundleException cause) {
      LOG.error("cannot stop the framework: {}", cause.getMessage());
    }
  }

  /** Called by declarative services. Stops the command before it releases the data directory. */
  @Deactivate
  public void close() throws IOException {
    registration.ifPresent(ServiceRegistration::unregister);
    watchdog.ifPresent(TaskScheduler::close);
    if (data.isPresent()) {
      data.get().close();
    }
  }
}
