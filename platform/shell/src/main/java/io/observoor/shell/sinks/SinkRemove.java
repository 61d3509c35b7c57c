package io.observoor.shell.sinks;

import io.observoor.delivery.Delivery;
import io.observoor.delivery.SinkControl;
import io.observoor.shell.command.CommandFailedException;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.Example;
import io.observoor.shell.command.ShellCommand;
import io.observoor.shell.command.WrongUseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code sink-remove}. */
@Component(
    service = SinkRemove.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=sink-remove"})
public final class SinkRemove extends ShellCommand {
  private final SinkControl control;
  private final Sinks sinks;

  /** Called by declarative services. */
  @Activate
  public SinkRemove(
      BundleContext context, @Reference SinkControl control, @Reference Delivery delivery) {
    this(control, new Sinks(context, delivery));
  }

  SinkRemove(SinkControl control, Sinks sinks) {
    super("sink-remove");
    this.control = control;
    this.sinks = sinks;
  }

  /** Forgets a sink that does not run: its cursor, and the batches that were kept for it alone. */
  @Descriptor(
      "Forgets a sink that does not run: its cursor, and the batches that were kept for it alone. Asks first.")
  @Example("sink-remove clickhouse --yes")
  public void run(
      Console console,
      @Descriptor("do not ask")
          @Parameter(
              names = {"-y", "--yes"},
              presentValue = "true",
              absentValue = "false")
          boolean yes,
      @Descriptor("print JSON")
          @Parameter(
              names = {"-j", "--json"},
              presentValue = "true",
              absentValue = "false")
          boolean json,
      @Descriptor("NAME: the sink") String name)
      throws CommandFailedException {
    if (!yes && !confirmed(console, name)) {
      throw new CommandFailedException(name() + ": " + name + " is kept");
    }
    long forgotten =
        Operation.run(console, name(), "removing " + name, "30s", deadline -> control.remove(name));
    Operation.say(
        console,
        json,
        Operation.fields("sink", name, "removed", true, "forgotten_batches", forgotten),
        name + " is removed; it had not received " + forgotten + " batches",
        Operation.nextStart(sinks, name, false).orElse(""));
  }

  private boolean confirmed(Console console, String name) {
    long behind = sinks.behind(name);
    Optional<String> answer =
        console
            .asking()
            .apply(
                "Forget " + name + " and " + behind + " batches that it has not received? [y/N] ");
    return answer
        .orElseThrow(() -> new WrongUseException(name() + ": there is nobody to ask: give --yes"))
        .strip()
        .toLowerCase(Locale.ROOT)
        .startsWith("y");
  }

  @Override
  public List<String> candidates(String argument) {
    return sinks.atRest();
  }
}
