package io.observoor.agent.command;

import io.observoor.agent.lifecycle.AgentRun;
import io.observoor.agent.migrate.MigrateAction;
import io.observoor.agent.migrate.MigrateRequest;
import io.observoor.agent.schedule.TaskScheduler;
import io.observoor.api.sink.SchemaMigrations;
import java.io.Console;
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

/** The command {@code migrate}: creates, drops or lists the tables of sinks that stay idle. */
@Component(
    service = {},
    immediate = true)
public final class MigrateCommand {
  private static final int POLLS = 3;

  private final BundleContext context;
  private final AgentRun run;
  private final TaskScheduler scheduler;
  private volatile boolean ending;

  /** Called by declarative services. */
  @Activate
  public MigrateCommand(
      BundleContext context, @Reference(target = "(observoor.command=migrate)") AgentRun run) {
    this.context = context;
    this.run = run;
    run.begun().set(true);
    scheduler =
        new TaskScheduler(
            List.of(
                new StablePoll<>(
                    this::references,
                    POLLS,
                    10 * POLLS,
                    references -> run.exit().accept(migrate(references)))));
  }

  /** Called by declarative services. Waits for a step that has begun. */
  @Deactivate
  public void close() {
    ending = true;
    scheduler.close();
  }

  private List<ServiceReference<SchemaMigrations>> references() {
    try {
      return context.getServiceReferences(SchemaMigrations.class, null).stream().sorted().toList();
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private int migrate(List<ServiceReference<SchemaMigrations>> references) {
    if (references.isEmpty()) {
      System.err.printf(
          "observoor migrate: no sink with tables is configured in %s: set"
              + " sinks.aggregated.clickhouse.endpoint in the file of --config (the sink need not be"
              + " enabled)%n",
          run.configuration().source());
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
}
