package io.observoor.benchmarks.report;

import static io.observoor.benchmarks.report.Aim.Bound.AT_LEAST;
import static io.observoor.benchmarks.report.Aim.Bound.AT_MOST;
import static io.observoor.benchmarks.report.Aim.Bound.BELOW;

import java.util.ArrayList;
import java.util.List;

/** All figures and their aims, in the order of the tables. */
public final class Figures {
  /** Numbers of keys of the path's benchmarks. */
  public static final List<Integer> KEYS = List.of(64, 1024, 8192);

  /** Events per second at which the agent's CPU is measured; 0: idle. */
  public static final List<Integer> LOADS = List.of(0, 10_000, 100_000, 500_000);

  /** No allocation, except by JMH itself and for a window's rows. */
  private static final double NO_BYTES = 0.05;

  private static final String CALLS = "calls/s";
  private static final String NANOS_A_CALL = "ns/call";
  private static final String MEBIBYTES = "MiB";
  private static final String MILLIS = "ms";
  private static final String TRANSACTIONS = "transactions/s";

  private Figures() {}

  /** All figures. */
  public static List<Figure> all() {
    List<Figure> all = new ArrayList<>();
    path(all, "reading", "reading", false);
    path(all, "ring", "reading + ring", false);
    path(all, "aggregating", "aggregation alone", false);
    path(all, "whole", "reading + ring + aggregation", true);
    rates(all);
    cpu(all);
    cost(all);
    all.addAll(EventTable.figures());
    start(all);
    clients(all);
    clickHouse(all);
    return List.copyOf(all);
  }

  private static void path(List<Figure> all, String id, String what, boolean whole) {
    for (int keys : KEYS) {
      String keyed = what + ", %,d keys".formatted(keys);
      boolean few = keys == KEYS.getFirst();
      Figure time = Figure.of(pathTime(id, keys), Part.PATH, keyed, "ns/event");
      all.add(whole && few ? time.aim(AT_MOST, 20) : time);
      Figure bytes = Figure.of(pathBytes(id, keys), Part.PATH, keyed + ": allocated", "B/event");
      // with many keys, the rows of the closed windows dominate
      all.add(few ? bytes.aim(BELOW, NO_BYTES) : bytes);
    }
  }

  /** Returns the id of a benchmark's time. */
  public static String pathTime(String benchmark, int keys) {
    return "path." + benchmark + "." + keys;
  }

  /** Returns the id of a benchmark's allocation. */
  public static String pathBytes(String benchmark, int keys) {
    return pathTime(benchmark, keys) + ".bytes";
  }

  private static void rates(List<Figure> all) {
    all.add(
        Figure.of("rate.one.pinned", Part.RATE, "one writer, on a CPU of its own", CALLS)
            .aim(AT_LEAST, 3_000_000));
    all.add(
        Figure.of("rate.one.free", Part.RATE, "one writer, where the scheduler puts it", CALLS));
    all.add(
        Figure.of("rate.two.pinned", Part.RATE, "two writers, each on a CPU", CALLS)
            .aim(AT_LEAST, 6_000_000));
    all.add(
        Figure.of("rate.two.free", Part.RATE, "two writers, where the scheduler puts them", CALLS));
  }

  private static void cpu(List<Figure> all) {
    for (int load : LOADS) {
      String what = load == 0 ? "CPU, idle" : "CPU at %,d events/s".formatted(load);
      Figure figure = Figure.of("cpu." + load, Part.CPU, what, "% of a core");
      all.add(
          switch (load) {
            case 0 -> figure.aim(AT_MOST, 0.5);
            case 100_000 -> figure.aim(AT_MOST, 1.5);
            default -> figure;
          });
    }
    memory(all, "idle", "idle for a minute");
    memory(all, "loaded", "at 500,000 events/s");
  }

  private static void memory(List<Figure> all, String id, String when) {
    all.add(
        Figure.of("rss." + id, Part.CPU, "resident (VmRSS), " + when, MEBIBYTES).aim(BELOW, 110));
    all.add(Figure.of("pss." + id, Part.CPU, "proportional (Pss), " + when, MEBIBYTES));
  }

  private static void cost(List<Figure> all) {
    all.add(Figure.of("cost.bare", Part.COST, "a 1-byte read of /dev/zero, bare", NANOS_A_CALL));
    all.add(
        Figure.of("cost.empty", Part.COST, "added by an empty tp_btf program pair", NANOS_A_CALL));
    all.add(
        Figure.of(
            "cost.untracked",
            Part.COST,
            "added by the agent to untracked processes",
            NANOS_A_CALL));
    all.add(
        Figure.of("cost.tracked", Part.COST, "added by the agent to tracked ones", NANOS_A_CALL)
            .aim(AT_MOST, 160));
    all.add(
        Figure.of(
            "cost.bpftrace", Part.COST, "added by bpftrace with the same histogram", NANOS_A_CALL));
  }

  private static void start(List<Figure> all) {
    all.add(
        Figure.of("start.cached", Part.START, "with the AOT cache, median", MILLIS)
            .aim(BELOW, 1000));
    all.add(Figure.of("start.cached.worst", Part.START, "with the AOT cache, worst", MILLIS));
    all.add(Figure.of("start.uncached", Part.START, "without the AOT cache, median", MILLIS));
    all.add(Figure.of("start.uncached.worst", Part.START, "without the AOT cache, worst", MILLIS));
  }

  private static void clickHouse(List<Figure> all) {
    clickHouse(all, "native", "the sink's: Native, 10,000 rows");
    clickHouse(all, "rowbinary", "RowBinary, 10,000 rows");
    clickHouse(all, "values", "INSERT … VALUES, 10,000 rows");
    clickHouse(all, "reference", "the reference's: INSERT … VALUES a table and window");
    all.add(
        Figure.of("clickhouse.ratio.rate", Part.CLICKHOUSE, "rows/s, the sink's : reference's", "")
            .aim(AT_LEAST, 5));
    all.add(
        Figure.of(
                "clickhouse.ratio.cpu", Part.CLICKHOUSE, "CPU a row, the sink's : reference's", "")
            .aim(AT_MOST, 0.2));
    all.add(Figure.of("clickhouse.disk", Part.CLICKHOUSE, "on ClickHouse's disk, merged", "B/row"));
    all.add(Figure.of("clickhouse.parquet", Part.CLICKHOUSE, "in Parquet files", "B/row"));
  }

  private static void clickHouse(List<Figure> all, String id, String what) {
    all.add(Figure.of("clickhouse." + id + ".rate", Part.CLICKHOUSE, what, "rows/s"));
    all.add(
        Figure.of(
            "clickhouse." + id + ".cpu", Part.CLICKHOUSE, what + ": CPU of the client", "ns/row"));
    all.add(
        Figure.of(
            "clickhouse." + id + ".server",
            Part.CLICKHOUSE,
            what + ": CPU of ClickHouse",
            "ns/row"));
  }

  private static void clients(List<Figure> all) {
    all.add(Figure.of("clients.geth.bare", Part.CLIENTS, "geth, without the agent", TRANSACTIONS));
    all.add(Figure.of("clients.geth.traced", Part.CLIENTS, "geth, with the agent", TRANSACTIONS));
    all.add(
        Figure.of("clients.geth.lost", Part.CLIENTS, "lost to the agent, by pairs", "%")
            .aim(AT_MOST, 5));
    all.add(
        Figure.of("clients.geth.agent", Part.CLIENTS, "CPU of the agent meanwhile", "% of a core"));
  }
}
