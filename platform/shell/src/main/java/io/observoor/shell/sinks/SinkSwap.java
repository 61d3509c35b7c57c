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

/** The command {@code sink-swap}. */
@Component(
    service = SinkSwap.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=sink-swap"})
public final class SinkSwap extends ShellCommand {
  private final SinkControl control;
  private final Sinks sinks;

  /** Called by declarative services. */
  @Activate
  public SinkSwap(
      BundleContext context, @Reference SinkControl control, @Reference Delivery delivery) {
    this(control, new Sinks(context, delivery));
  }

  SinkSwap(SinkControl control, Sinks sinks) {
    super("sink-swap");
    this.control = control;
    this.sinks = sinks;
  }

  /** Lets one sink take the place of another while events flow. */
  @Descriptor(
      "Lets one sink take the place of another while events flow. The new one is opened and checked first; only then is the old one flushed and closed, at the end of a batch, and the new one goes on with the next. If the new one cannot be opened, the old one goes on.")
  @Example("sink-swap parquet clickhouse")
  public void run(
      Console console,
      @Descriptor("TIME: how long opening the one and flushing the other may each take (30s)")
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
      @Descriptor("OLD: a sink that runs") String from,
      @Descriptor("NEW: a sink that stands by") String to)
      throws CommandFailedException {
    SinkControl.Handover handover =
        Operation.run(
            console,
            name(),
            "swapping " + from + " for " + to,
            timeout,
            deadline -> control.swap(from, to, deadline));
    Operation.say(
        console,
        json,
        Operation.fields(
            "from",
            from,
            "to",
            to,
            "acknowledged",
            handover.acknowledged(),
            "flushed",
            handover.flushed()),
        to
            + " has taken the place of "
            + from
            + ", whose last batch was "
            + handover.acknowledged(),
        handover.flushed()
            ? ""
            : from + " was not flushed in time: part of the batches after it may be in both",
        Operation.nextStart(sinks, to, true).orElse(""),
        Operation.nextStart(sinks, from, false).orElse(""));
  }

  @Override
  public List<String> candidates(String argument) {
    return argument.equals("OLD") ? sinks.running() : sinks.atRest();
  }
}
