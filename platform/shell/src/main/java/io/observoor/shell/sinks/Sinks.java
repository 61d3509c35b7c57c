package io.observoor.shell.sinks;

import io.observoor.api.sink.Sink;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.Sizes;
import io.observoor.shell.command.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The sinks, and whether the configuration runs them. */
public final class Sinks {
  private final Supplier<Map<String, Boolean>> offered;
  private final Delivery delivery;

  /** The sinks of this delivery, and those whose services are in this framework. */
  public Sinks(BundleContext context, Delivery delivery) {
    this(() -> offered(context), delivery);
  }

  /**
   * The sinks of this delivery, and others.
   *
   * @param offered those whose bundles are there and configured, and whether the configuration runs
   *     them from the start on
   */
  Sinks(Supplier<Map<String, Boolean>> offered, Delivery delivery) {
    this.offered = offered;
    this.delivery = delivery;
  }

  /** All of them, ordered by name. */
  private List<SinkStatistics> all() {
    return delivery.statistics().sinks();
  }

  /** The JSON form of all, whose fields stay as they are. */
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

  /** The names of those that run. */
  List<String> running() {
    return names(SinkState::running);
  }

  /** The names of those that do not run. */
  List<String> atRest() {
    return names(state -> !state.running());
  }

  private List<String> names(Predicate<SinkState> states) {
    return all().stream()
        .filter(sink -> states.test(sink.state()))
        .map(SinkStatistics::name)
        .toList();
  }

  /** How many stored batches a sink has not made durable. */
  long behind(String name) {
    return all().stream()
        .filter(sink -> sink.name().equals(name))
        .mapToLong(SinkStatistics::pendingBatches)
        .sum();
  }

  /** A table of all, and what went wrong last, below it. */
  public List<String> lines(Console console) {
    List<SinkStatistics> all = all();
    if (all.isEmpty()) {
      return List.of("no sink");
    }
    Table table =
        new Table(
            "sink", "state", ">cursor", ">behind", ">size", ">delivered", ">rows", ">failures");
    for (SinkStatistics sink : all) {
      table
          .row()
          .cell(sink.name(), console::strong)
          .cell(sink.state().text(), text -> state(console, sink.state(), text))
          .cell(sink.acknowledged() == 0 ? "-" : sink.acknowledged())
          .cell(sink.pendingBatches())
          .cell(Sizes.format(sink.pendingBytes()))
          .cell(sink.deliveredBatches())
          .cell(sink.deliveredRows())
          .cell(sink.failures());
    }
    List<String> lines = new ArrayList<>(table.lines(console::strong));
    all.forEach(sink -> lines.addAll(troubles(console, sink)));
    return lines;
  }

  private static List<String> troubles(Console console, SinkStatistics sink) {
    List<String> lines = new ArrayList<>();
    if (!sink.lastError().isEmpty()) {
      lines.add(console.doubtful(sink.name() + ": last error: " + sink.lastError()));
    }
    if (sink.givenUpBatches() > 0) {
      lines.add(
          console.bad(
              sink.name()
                  + ": never got "
                  + sink.givenUpBatches()
                  + " batches ("
                  + sink.givenUpRows()
                  + " rows) that were given up at the spool's bound"));
    }
    return lines;
  }

  private static String state(Console console, SinkState state, String text) {
    return switch (state) {
      case DELIVERING -> console.good(text);
      case WAITING_TO_RETRY, ABSENT -> console.bad(text);
      default -> console.doubtful(text);
    };
  }

  /** Whether the configuration runs a sink from the start on; nothing if it is not there. */
  Optional<Boolean> startsByItself(String name) {
    return Optional.ofNullable(offered.get().get(name));
  }

  private static Map<String, Boolean> offered(BundleContext context) {
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
