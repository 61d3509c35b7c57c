package io.observoor.pipeline.engine;

import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.Window;
import io.observoor.api.batch.WindowRows;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.pipeline.Registration;
import io.observoor.pipeline.Slab;
import io.observoor.pipeline.window.FakeClocks;
import io.observoor.pipeline.window.WindowGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An aggregator without ring and thread, with clocks that the test sets. */
final class Harness {

  /** Mainnet's genesis. */
  static final long GENESIS_SECONDS = 1_606_824_023L;

  /** The start of a mainnet slot, ms since 1970. */
  static final long SLOT_START = (GENESIS_SECONDS + 10_000_000L * 12) * 1000;

  static final int GRACE_MILLIS = 200;

  final FakeClocks clocks;
  final EventRegistry registry;
  final Losses losses;
  final Aggregator aggregator;
  final List<WindowRows> closed = new ArrayList<>();
  private final long[] words = new long[Slab.CAPACITY];
  private int length;

  Harness(int intervalMillis) {
    this(intervalMillis, SLOT_START, Set.of());
  }

  Harness(int intervalMillis, long wallMillis, Set<String> disabledDimensions) {
    clocks = new FakeClocks(wallMillis);
    registry = new EventRegistry(clocks, disabledDimensions);
    losses = new Losses(registry);
    aggregator =
        new Aggregator(
            settings(intervalMillis, disabledDimensions),
            clocks,
            registry,
            losses,
            new WindowHandoff(closed::add, losses));
  }

  static PipelineSettings settings(int intervalMillis, Set<String> disabledDimensions) {
    return new PipelineSettings(
        new WindowGrid(intervalMillis, true, GENESIS_SECONDS, 12),
        GRACE_MILLIS,
        "client",
        "mainnet",
        4,
        disabledDimensions);
  }

  Registration register(ProbeDeclaration probe) {
    return register(probe, Map.of());
  }

  Registration register(ProbeDeclaration probe, Map<String, Sampling> sampling) {
    return registry.register(probe, eventNames(probe), sampling);
  }

  static Set<String> eventNames(ProbeDeclaration probe) {
    return probe.events().stream().map(EventDeclaration::name).collect(Collectors.toSet());
  }

  /** Writes a record; aggregates the slab if it is full. */
  void event(long timestamp, int type, int pid, int clientType, long... fields) {
    int needed = Slab.HEADER_WORDS + fields.length;
    if (length + needed > words.length) {
      slab(0);
    }
    write(words, length, timestamp, type, pid, clientType, fields);
    length += needed;
  }

  static void write(
      long[] words, int record, long timestamp, int type, int pid, int clientType, long... fields) {
    words[record] = timestamp;
    words[record + 1] = Slab.processWord(pid, pid + 1);
    words[record + 2] = Slab.typeWord(type, clientType, fields.length, 3);
    System.arraycopy(fields, 0, words, record + Slab.HEADER_WORDS, fields.length);
  }

  /** Aggregates the written records. */
  void slab(long watermark) {
    aggregator.accept(words, length, watermark);
    length = 0;
  }

  /** Sets the clocks to a wall time and aggregates the written records. */
  void passTo(long wallMillis) {
    long now = clocks.at(wallMillis);
    clocks.moveTo(now);
    slab(now);
  }

  /** Aggregates all records and closes all windows. */
  void finish() {
    slab(0);
    aggregator.flush(Long.MAX_VALUE);
  }

  /** The tables of this name, in the order of windows. */
  List<Table> tables(String name) {
    return closed.stream()
        .flatMap(rows -> rows.tables().stream())
        .filter(table -> table.schema().name().equals(name))
        .toList();
  }

  /** The sum of a column of longs over all windows. */
  long total(String table, String column) {
    return tables(table).stream()
        .flatMapToLong(
            t -> {
              int rows = t.rows();
              return IntStream.range(0, rows).mapToLong(row -> t.column(column).longAt(row));
            })
        .sum();
  }

  /** The starts of all closed windows, ms since 1970. */
  List<Long> starts() {
    return windows().map(w -> w.startMillis()).toList();
  }

  Stream<Window> windows() {
    return closed.stream().map(rows -> rows.context().window());
  }
}
