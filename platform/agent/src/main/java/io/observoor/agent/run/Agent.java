package io.observoor.agent.run;

import io.observoor.agent.configuration.InvalidConfigurationException;
import io.observoor.agent.ticker.Task;
import io.observoor.agent.ticker.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
 * The start: reads options and configuration, holds the data directory, hands each bundle its
 * configuration, and offers the {@link Session} that the commands wait for. What is wrong ends the
 * process with one line for each mistake.
 */
@Component(
    service = {},
    immediate = true)
public final class Agent {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  private static final long PATIENCE = Duration.ofMinutes(2).toNanos();
  private static final int FAILED = 1;
  private static final int CALLED_WRONGLY = 2;

  private final BundleContext context;
  private final BundleConfigurations configurations;
  private final IntConsumer exit;
  private Optional<DataDirectory> held = Optional.empty();
  private Optional<Ticker> impatience = Optional.empty();
  private Optional<ServiceRegistration<Session>> session = Optional.empty();

  /**
   * Called by declarative services.
   *
   * @param exit the launcher's way to end the process; without it the framework is stopped
   * @param logLevel the launcher's way to set the log level, if it has one
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
    this.configurations = new BundleConfigurations(admin);
    this.exit = exit == null ? status -> stopFramework() : exit;
    try {
      Options options = Options.read(context::getProperty, context.getBundle().getLocation());
      Plan plan = Plan.make(options);
      if (logLevel != null && !plan.isBuiltIn()) {
        logLevel.accept(plan.configuration().logLevel());
      }
      start(plan);
    } catch (WrongUseException cause) {
      refuse(CALLED_WRONGLY, cause);
    } catch (InvalidConfigurationException | CannotRunException | IOException cause) {
      refuse(FAILED, cause);
    }
  }

  private void start(Plan plan) throws CannotRunException, IOException {
    AtomicBoolean begun = new AtomicBoolean();
    if (plan.options().command().equals(Options.CHECK)) {
      configurations.forCheck(plan, TemporaryDirectory.create());
    } else if (plan.options().command().equals(Options.MIGRATE)) {
      plan.warnings().forEach(LOG::warn);
      configurations.forMigrate(plan);
    } else {
      held = Optional.of(DataDirectory.hold(plan.data()));
      plan.warnings().forEach(LOG::warn);
      LOG.info("configuration: {}", plan.source());
      configurations.forRun(plan);
    }
    impatience = Optional.of(Ticker.start(List.of(new Impatience(begun))));
    session =
        Optional.of(
            context.registerService(
                Session.class,
                new Session(
                    plan,
                    new Reload(plan, new SinkServices(context, configurations)),
                    exit,
                    begun,
                    System.nanoTime()),
                FrameworkUtil.asDictionary(Map.of(Session.COMMAND, plan.options().command()))));
  }

  private void refuse(int status, Exception cause) {
    String message = Optional.ofNullable(cause.getMessage()).orElseGet(cause::toString);
    message.lines().forEach(line -> LOG.error("{}", line));
    exit.accept(status);
  }

  private void stopFramework() {
    try {
      context.getBundle(0).stop();
    } catch (BundleException cause) {
      LOG.error("cannot stop the framework: {}", cause.getMessage());
    }
  }

  /**
   * Called by declarative services. The command ends first, then the data directory is free for
   * another agent.
   */
  @Deactivate
  public void close() throws IOException {
    session.ifPresent(ServiceRegistration::unregister);
    impatience.ifPresent(Ticker::close);
    if (held.isPresent()) {
      held.get().close();
    }
  }

  /**
   * Ends a process in which a bundle did not come up, so that it does not stand there and do
   * nothing.
   */
  private final class Impatience implements Task {
    private final AtomicBoolean begun;
    private boolean waited;

    private Impatience(AtomicBoolean begun) {
      this.begun = begun;
    }

    @Override
    public long run(long now) {
      if (!waited) {
        waited = true;
        return PATIENCE;
      }
      if (!begun.get()) {
        LOG.error("a part of the agent has not started after two minutes: the lines above say why");
        exit.accept(FAILED);
      }
      return NEVER;
    }
  }
}
