package io.observoor.shell.sinks;

import io.observoor.delivery.Delivery;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.Example;
import io.observoor.shell.command.Json;
import io.observoor.shell.command.ShellCommand;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code sinks}, also called {@code sink-list}. */
@Component(
    service = SinkList.class,
    property = {
      "osgi.command.scope=observoor",
      "osgi.command.function=sinks",
      "osgi.command.function=sink-list"
    })
public final class SinkList extends ShellCommand {
  private final Sinks sinks;

  /** Called by declarative services. */
  @Activate
  public SinkList(BundleContext context, @Reference Delivery delivery) {
    super("sink-list");
    this.sinks = new Sinks(context, delivery);
  }

  /** Shows the sinks. */
  @Descriptor(
      "Lists the sinks. The cursor is the number of the last batch that a sink has made durable;"
          + " behind is how many stored batches it has not.")
  @Example("sink-list -j")
  public void run(
      Console console,
      @Descriptor("print JSON")
          @Parameter(
              names = {"-j", "--json"},
              presentValue = "true",
              absentValue = "false")
          boolean json) {
    if (json) {
      console.out().println(Json.of(Map.of("sinks", sinks.json())));
    } else {
      sinks.lines(console).forEach(console.out()::println);
    }
  }
}
