package io.observoor.agent.run;

import io.observoor.agent.migrate.MigrateAction;
import io.observoor.agent.migrate.MigrateRequest;
import io.observoor.agent.ticker.Task;
import io.observoor.agent.ticker.Ticker;
import io.observoor.api.sink.SchemaMigrations;
import java.io.Console;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The command {@code migrate}: the sinks are configured as for a run but only stand by, and those
 * that have a schema are asked to make, drop or show their tables.
 */
@Component(
    service = {},
    immediate = true)
public final class MigrateCommand {
  private static final long STEP = Duration.ofMillis(100).toNanos();

  /** The sinks count as complete when so many looks in a row saw as many. */
  private static final int SAME_LOOKS = 3;

  private final BundleContext context;
  private final Session session;
  private final Ticker ticker;
  private volatile boolean ending;

  /** Called by declarative services. */
  @Activate
  public MigrateCommand(
      BundleContext context, @Reference(target = "(observoor.command=migrate)") Session session) {
    this.context = context;
    this.session = session;
    session.begun().set(true);
    ticker = Ticker.start(List.of(new Work()));
  }

  /** Called by declarative services. A step that has begun may end first. */
  @Deactivate
  public void close() {
    ending = true;
    ticker.close();
  }

  private List<ServiceReference<SchemaMigrations>> sinks() {
    try {
      return List.copyOf(context.getServiceReferences(SchemaMigrations.class, null));
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private int run(List<ServiceReference<SchemaMigrations>> references) {
    if (references.isEmpty()) {
      System.err.printf(
          "observoor migrate: no sink that makes tables is configured in %s: describe one in the file of --config, such as"
              + " sinks.aggregated.clickhouse with its endpoint (it need not be enabled)%n",
          session.plan().source());
      return 1;
    }
    List<SchemaMigrations> sinks =
        references.stream()
            .map(context::getService)
            .filter(sink -> sink != null)
            .sorted(Comparator.comparing(SchemaMigrations::sink))
            .toList();
    return new MigrateAction(
            MigrateRequest.read(context::getProperty),
            System.out,
            System.err,
            MigrateCommand::ask,
            () -> ending)
        .run(sinks);
  }

  private static Optional<String> ask(String question) {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(console -> Optional.ofNullable(console.readLine("%s", question)).orElse(""));
  }

  /** Waits until no more sinks come, then does what was asked. */
  private final class Work implements Task {
    private int last;
    private int same;

    @Override
    public long run(long now) {
      List<ServiceReference<SchemaMigrations>> sinks = sinks();
      same = sinks.size() == last ? same + 1 : 0;
      last = sinks.size();
      // Without any yet, the bundles that have them may still be starting.
      if (same < (sinks.isEmpty() ? 10 * SAME_LOOKS : SAME_LOOKS)) {
        return STEP;
      }
      session.exit().accept(MigrateCommand.this.run(sinks));
      return NEVER;
    }
  }
}
