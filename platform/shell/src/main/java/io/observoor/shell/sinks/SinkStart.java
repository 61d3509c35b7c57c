package io.observoor.shell.sinks;

import io.observoor.delivery.Delivery;
import io.observoor.delivery.SinkControl;
import io.observoor.shell.command.CommandFailedException;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.Example;
import io.observoor.shell.command.ShellCommand;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code sink-start}. */
@Component(
    service = SinkStart.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=sink-start"})
public final class SinkStart extends ShellCommand {
  private final SinkControl control;
  private final Sinks sinks;

  /** Called by declarative services. */
  @Activate
  public SinkStart(
      BundleContext context, @Reference SinkControl control, @Reference Delivery delivery) {
    this(control, new Sinks(context, delivery));
  }

  SinkStart(SinkControl control, Sinks sinks) {
    super("sink-start");
    this.control = control;
    this.sinks = sinks;
  }

  /**
   * Starts a sink that stands by, from its cursor on, or from the oldest stored batch if it has
   * none.
   */
  @Descriptor(
      "Starts a sink that stands by, from its cursor on, or from the oldest stored batch if it has none. It is opened and checked first; if that fails, it stands by as before.")
  @Example("sink-start clickhouse")
  public void run(
      Console console,
      @Descriptor("TIME: how long it may take to be ready (30s)")
          @Parameter(
              names = {"-t", "--timeout"},
              absentValue = "30s")
          String timeout,
      @Descriptor("print JSON")
          @Parameter(
              names = {"-j", "--json"},
              presentValue = "true",
              absentValue = "false")
          boolean json,
      @Descriptor("NAME: the sink") String name)
      throws CommandFailedException {
    Operation.run(
        console,
        name(),
        "opening " + name,
        timeout,
        deadline -> {
          control.start(name, deadline);
          return true;
        });
    Operation.say(
        console,
        json,
        Operation.fields("sink", name, "started", true),
        name + " runs",
        Operation.nextStart(sinks, name, true).orElse(""));
  }

  @Override
  public List<String> candidates(String argument) {
    return sinks.atRest();
  }
}
