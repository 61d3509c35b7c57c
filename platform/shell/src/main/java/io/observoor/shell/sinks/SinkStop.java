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

/** The command {@code sink-stop}. */
@Component(
    service = SinkStop.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=sink-stop"})
public final class SinkStop extends ShellCommand {
  private final SinkControl control;
  private final Sinks sinks;

  /** Called by declarative services. */
  @Activate
  public SinkStop(
      BundleContext context, @Reference SinkControl control, @Reference Delivery delivery) {
    this(control, new Sinks(context, delivery));
  }

  SinkStop(SinkControl control, Sinks sinks) {
    super("sink-stop");
    this.control = control;
    this.sinks = sinks;
  }

  /** Stops a sink: what is stored is flushed to it first, then it is closed. */
  @Descriptor(
      "Stops a sink: what is stored is flushed to it first, then it is closed. Batches are kept for it until it is started again or removed.")
  @Example("sink-stop parquet")
  public void run(
      Console console,
      @Descriptor("TIME: how long flushing may take (30s)")
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
    boolean flushed =
        Operation.run(
            console, name(), "flushing " + name, timeout, deadline -> control.stop(name, deadline));
    Operation.say(
        console,
        json,
        Operation.fields("sink", name, "stopped", true, "flushed", flushed),
        name
            + " is stopped; "
            + (flushed ? "it has all that was stored" : "it does not have all that was stored")
            + ", and what comes is kept for it",
        Operation.nextStart(sinks, name, false).orElse(""));
  }

  @Override
  public List<String> candidates(String argument) {
    return sinks.running();
  }
}
