package io.observoor.shell.sinks;

import io.observoor.api.sink.Sink;
import io.observoor.common.Sizes;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.SinkControl;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The state of all sinks, as the commands show it; a component that they share. */
@Component(service = Sinks.class)
public final class Sinks {
  private final Supplier<Map<String, Boolean>> present;
  private final Delivery delivery;
  private final SinkControl control;

  /** Called by declarative services. */
  @Activate
  public Sinks(
      BundleContext context, @Reference Delivery delivery, @Reference SinkControl control) {
    this(() -> present(context), delivery, control);
  }

  /**
   * Creates a view of these services.
   *
   * @param present the sinks whose services are present, and whether the configuration enables them
   */
  Sinks(Supplier<Map<String, Boolean>> present, Delivery delivery, SinkControl control) {
    this.present = present;
    this.delivery = delivery;
    this.control = control;
  }

  SinkControl control() {
    return control;
  }

  private List<SinkStatistics> all() {
    return delivery.statistics().sinks();
  }

  /** Returns all sinks for JSON; the field names are an interface for scripts. */
  public List<Object> json() {
    return all().stream().<Object>map(Sinks::json).toList();
  }

  private static Map<String, Object> json(SinkStatistics sink) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", sink.name());
    fields.put("state", sink.state().text());
    fields.put("cursor", sink.acknowledged());
    fields.put("behind_batches", sink.pendingBatches());
    fields.put("behind_bytes", sink.pendingBytes());
    fields.put("delivered_batches", sink.deliveredBatches());
    fields.put("delivered_rows", sink.deliveredRows());
    fields.put("failures", sink.failures());
    fields.put("last_error", sink.lastError());
    fields.put("given_up_batches", sink.givenUpBatches());
    fields.put("given_up_rows", sink.givenUpRows());
    return fields;
  }

  /** Returns the names of the active sinks. */
  List<String> active() {
    return names(SinkState::isActive);
  }

  /** Returns the names of the other sinks. */
  List<String> inactive() {
    return names(state -> !state.isActive());
  }

  private List<String> names(Predicate<SinkState> states) {
    return all().stream()
        .filter(sink -> states.test(sink.state()))
        .map(SinkStatistics::name)
        .toList();
  }

  /** Returns how many stored batches a sink has not acknowledged. */
  long pendingBatches(String name) {
    return all().stream()
        .filter(sink -> sink.name().equals(name))
        .mapToLong(SinkStatistics::pendingBatches)
        .sum();
  }

  /** Returns a table of all sinks, followed by their problems. */
  public List<String> lines(Console console) {
    List<SinkStatistics> all = all();
    if (all.isEmpty()) {
      return List.of("no sinks");
    }
    Table table =
        new Table(
            "sink", "state", ">cursor", ">behind", ">size", ">delivered", ">rows", ">failures");
    for (SinkStatistics sink : all) {
      table
          .row()
          .cell(sink.name(), console::bold)
          .cell(sink.state().text(), text -> state(console, sink.state(), text))
          .cell(sink.acknowledged() == 0 ? "-" : sink.acknowledged())
          .cell(sink.pendingBatches())
          .cell(Sizes.format(sink.pendingBytes()))
          .cell(sink.deliveredBatches())
          .cell(sink.deliveredRows())
          .cell(sink.failures());
    }
    List<String> lines = new ArrayList<>(table.lines(console::bold));
    all.forEach(sink -> lines.addAll(problems(console, sink)));
    return lines;
  }

  private static List<String> problems(Console console, SinkStatistics sink) {
    List<String> lines = new ArrayList<>();
    if (!sink.lastError().isEmpty()) {
      lines.add(console.warning(sink.name() + ": last error: " + sink.lastError()));
    }
    if (sink.givenUpBatches() > 0) {
      lines.add(
          console.error(
              sink.name()
                  + ": "
                  + sink.givenUpBatches()
                  + " batches ("
                  + sink.givenUpRows()
                  + " rows) were given up at the spool's retention limit"));
    }
    return lines;
  }

  private static String state(Console console, SinkState state, String text) {
    return switch (state) {
      case DELIVERING -> console.success(text);
      case WAITING_TO_RETRY, ABSENT -> console.error(text);
      default -> console.warning(text);
    };
  }

  /** Returns a note that the next start of the agent undoes an operation; empty if it does not. */
  String restartNote(String sink, boolean active) {
    Boolean enabled = present.get().get(sink);
    return enabled == null || enabled == active
        ? ""
        : "this holds until the agent ends: the configuration %s %s (sinks.aggregated.%s.enabled)"
            .formatted(enabled ? "enables" : "does not enable", sink, sink);
  }

  private static Map<String, Boolean> present(BundleContext context) {
    Map<String, Boolean> sinks = new TreeMap<>();
    try {
      for (ServiceReference<Sink> reference : context.getServiceReferences(Sink.class, null)) {
        Sink sink = context.getService(reference);
        if (sink != null) {
          sinks.put(sink.name(), !Boolean.FALSE.equals(reference.getProperty("enabled")));
          context.ungetService(reference);
        }
      }
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
    return sinks;
  }
}
