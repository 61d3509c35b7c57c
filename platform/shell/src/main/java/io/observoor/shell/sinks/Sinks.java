package io.observoor.shell.sinks;

import io.observoor.api.sink.Sink;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The sinks that deliver, and those that stand by. */
public final class Sinks {
  private static final String STANDING_BY = "standing-by";

  private final BundleContext context;
  private final Delivery delivery;

  /** The sinks of this delivery, and those whose services are in this framework. */
  public Sinks(BundleContext context, Delivery delivery) {
    this.context = context;
    this.delivery = delivery;
  }

  /** All of them, ordered by name. */
  List<SinkView> all() {
    List<SinkView> all = new ArrayList<>();
    Set<String> offered = offered().keySet();
    for (SinkStatistics sink : delivery.statistics().sinks()) {
      boolean waits = sink.state() == SinkState.STOPPED && offered.contains(sink.name());
      all.add(
          new SinkView(sink.name(), waits ? STANDING_BY : sink.state().text(), Optional.of(sink)));
    }
    for (String name : offered) {
      if (all.stream().noneMatch(sink -> sink.name().equals(name))) {
        all.add(new SinkView(name, STANDING_BY, Optional.empty()));
      }
    }
    all.sort(Comparator.comparing(SinkView::name));
    return all;
  }

  /** The JSON form of all. */
  public List<Object> json() {
    return all().stream().<Object>map(SinkView::json).toList();
  }

  /** The names of those that run. */
  List<String> running() {
    return all().stream().filter(sink -> !isAtRest(sink)).map(SinkView::name).toList();
  }

  /** The names of those that do not run. */
  List<String> atRest() {
    return all().stream().filter(Sinks::isAtRest).map(SinkView::name).toList();
  }

  /** How many stored batches a sink has not made durable. */
  long behind(String name) {
    return all().stream()
        .filter(sink -> sink.name().equals(name))
        .mapToLong(sink -> figure(sink, SinkStatistics::pendingBatches))
        .sum();
  }

  private static boolean isAtRest(SinkView sink) {
    return sink.state().equals(STANDING_BY) || sink.state().equals(SinkState.STOPPED.text());
  }

  /** A table of all, and what went wrong last, below it. */
  public List<String> lines(Console console) {
    List<SinkView> all = all();
    if (all.isEmpty()) {
      return List.of("no sink");
    }
    Table table =
        new Table("sink", "state", ">cursor", ">behind", ">delivered", ">rows", ">failures");
    for (SinkView sink : all) {
      Table.Row row = table.row().cell(sink.name(), console::strong);
      row.cell(sink.state(), state -> state(console, state));
      row.cell(sink.statistics().map(SinkStatistics::acknowledged).map(String::valueOf).orElse("-"))
          .cell(figure(sink, SinkStatistics::pendingBatches))
          .cell(figure(sink, SinkStatistics::deliveredBatches))
          .cell(figure(sink, SinkStatistics::deliveredRows))
          .cell(figure(sink, SinkStatistics::failures));
    }
    List<String> lines = new ArrayList<>(table.lines(console::strong));
    for (SinkView sink : all) {
      sink.statistics().ifPresent(it -> lines.addAll(troubles(console, it)));
    }
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

  private static long figure(SinkView sink, ToLongFunction<SinkStatistics> figure) {
    return sink.statistics().map(figure::applyAsLong).orElse(0L);
  }

  private static String state(Console console, String state) {
    if (state.equals(SinkState.DELIVERING.text())) {
      return console.good(state);
    }
    return state.equals(SinkState.WAITING_TO_RETRY.text())
        ? console.bad(state)
        : console.doubtful(state);
  }

  /** Whether the configuration runs a sink from the start on; nothing if it is not there. */
  Optional<Boolean> startsByItself(String name) {
    return Optional.ofNullable(offered().get(name));
  }

  /** The sinks whose bundles are there and configured, and whether they run from the start on. */
  private Map<String, Boolean> offered() {
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
