package io.observoor.pipeline.metric;

import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.RowAppender;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableContext;
import io.observoor.api.probe.CodeSource;
import io.observoor.api.probe.Dimension;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricInput;
import io.observoor.api.probe.MetricKind;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a metric that outlives a window: its dictionaries, its samplings and spare tables.
 * Converts tables to rows.
 */
public final class MetricStore {
  private static final Logger LOG = LoggerFactory.getLogger("windows");
  private static final int MAX_SPARE_TABLES = 4;

  private final int index;
  private final String name;
  private final MetricKind kind;
  private final List<Dimension> dimensions;
  private final TextDictionary[] dictionaries;
  private final TableBuilder builder;
  private final MetricTable[] spareTables = new MetricTable[MAX_SPARE_TABLES];
  private final int[] buckets = new int[Histogram.SIZE];

  /** The codes of the current event. */
  final long[] codes;

  private int spareCount;

  /** The samplings of its inputs; a row's key contains an index. */
  private volatile List<Sampling> samplings = List.of();

  private boolean foldingReported;
  private volatile boolean failed;

  /**
   * A metric without rows.
   *
   * @param index its index among all metrics
   */
  public MetricStore(int index, MetricDeclaration declaration) {
    this.index = index;
    name = declaration.name();
    kind = declaration.kind();
    dimensions = declaration.dimensions();
    codes = new long[dimensions.size()];
    builder = new TableBuilder(declaration.schema());
    dictionaries = new TextDictionary[dimensions.size()];
    for (int i = 0; i < dictionaries.length; i++) {
      int width = textWidth(declaration.inputs(), i);
      if (width > 0) {
        dictionaries[i] = new TextDictionary(name + "." + dimensions.get(i).name(), width);
      }
    }
  }

  private static int textWidth(List<MetricInput> inputs, int dimension) {
    int width = 0;
    for (MetricInput input : inputs) {
      if (input.codes().get(dimension) instanceof CodeSource.Text(List<String> fields)) {
        width = Math.max(width, fields.size());
      }
    }
    return width;
  }

  /** Whether the declaration can reuse this store: its tables and dictionaries are the same. */
  public boolean fits(MetricDeclaration declaration) {
    boolean same =
        !failed
            && name.equals(declaration.name())
            && kind == declaration.kind()
            && dimensions.equals(declaration.dimensions());
    for (int i = 0; same && i < dictionaries.length; i++) {
      int width = dictionaries[i] == null ? 0 : dictionaries[i].width();
      same = textWidth(declaration.inputs(), i) <= width;
    }
    return same;
  }

  /** Its index among all metrics. */
  public int index() {
    return index;
  }

  /** Its name and its table's. */
  public String name() {
    return name;
  }

  List<Dimension> dimensions() {
    return dimensions;
  }

  /** The dictionary of a dimension; null if no input has texts for it. */
  TextDictionary dictionary(int dimension) {
    return dictionaries[dimension];
  }

  /** Whether it is disabled because its probe's code failed. Any thread. */
  public boolean isFailed() {
    return failed;
  }

  /** Disables the metric: its probe's code failed. */
  void fail(Throwable cause) {
    failed = true;
    LOG.error(
        "disabled metric {} until its probe restarts: the probe's code failed on an event",
        name,
        cause);
  }

  /** The index of a sampling; adds a new one. Under the registry's lock. */
  int samplingIndex(Sampling sampling) {
    int known = samplings.indexOf(sampling);
    if (known >= 0) {
      return known;
    }
    samplings = Stream.concat(samplings.stream(), Stream.of(sampling)).toList();
    return samplings.size() - 1;
  }

  /** Returns an empty table for a window. */
  MetricTable acquire() {
    return spareCount > 0 ? spareTables[--spareCount] : new MetricTable(kind, dimensions.size());
  }

  /** Returns a window's table for reuse. */
  void release(MetricTable table) {
    table.clear();
    if (spareCount < MAX_SPARE_TABLES) {
      spareTables[spareCount++] = table;
    }
  }

  /** Converts a table to rows. */
  Table rows(MetricTable table, TableContext context) {
    if (table.isFolded() && !foldingReported) {
      foldingReported = true;
      LOG.warn(
          "metric {} exceeds {} rows in a window: further events count without their dimensions",
          name,
          MetricTable.MAX_ROWS);
    }
    for (int row = table.nextRow(0); row >= 0; row = table.nextRow(row + table.stride())) {
      long key = table.key(row);
      RowAppender out =
          builder.process(
              RowKey.pid(key), RowKey.clientType(key), samplings.get(RowKey.samplingIndex(key)));
      for (int i = 0; i < dictionaries.length; i++) {
        dimension(out, i, table.code(row, i));
      }
      out.real((float) table.sum(row)).number(table.count(row));
      if (kind != MetricKind.COUNTER) {
        out.real((float) table.minimum(row)).real((float) table.maximum(row));
      }
      if (kind == MetricKind.LATENCY) {
        table.buckets(row, buckets);
        out.buckets(buckets, 0);
      }
    }
    return builder.build(context);
  }

  private void dimension(RowAppender out, int dimension, long code) {
    switch (dimensions.get(dimension).reading()) {
      case Dimension.Reading.Numeric() -> out.number(code);
      case Dimension.Reading.Names names ->
          out.text(names.names().getOrDefault(code, names.otherwise()));
      case Dimension.Reading.Dictionary() ->
          out.text(
              dictionaries[dimension] == null
                  ? TextDictionary.OTHER
                  : dictionaries[dimension].text(code));
    }
  }
}
