package io.observoor.pipeline.metric;

import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.RowAppender;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableContext;
import io.observoor.api.probe.CodeSource;
import io.observoor.api.probe.Dimension;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricInput;
import io.observoor.api.probe.MetricKind;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that one metric keeps beyond a window: its dictionaries, tables for use in further windows,
 * and how rows are made of a table.
 */
public final class MetricStore {
  private static final Logger LOG = LoggerFactory.getLogger(MetricStore.class);
  private static final int SPARE_TABLES = 4;

  private final int slot;
  private final String name;
  private final MetricKind kind;
  private final List<Dimension> dimensions;
  private final TextDictionary[] dictionaries;
  private final Samplings samplings;
  private final TableBuilder builder;
  private final MetricTable[] spare = new MetricTable[SPARE_TABLES];
  private final int[] buckets = new int[Histogram.SIZE];

  /** The codes of the event at hand. */
  final long[] codes;

  private int spares;
  private boolean foldingReported;
  private volatile boolean failed;

  /**
   * A metric without rows.
   *
   * @param slot its index among all metrics
   */
  public MetricStore(int slot, MetricDeclaration declaration, Samplings samplings) {
    this.slot = slot;
    this.samplings = samplings;
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

  /** Whether it can go on for this declaration: tables and dictionaries would be the same. */
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
  public int slot() {
    return slot;
  }

  /** Its name, which is its table's. */
  public String name() {
    return name;
  }

  /** Its dimensions. */
  List<Dimension> dimensions() {
    return dimensions;
  }

  /** The dictionary of a dimension that an input fills with texts. */
  TextDictionary dictionary(int dimension) {
    return dictionaries[dimension];
  }

  /** Whether it is switched off because its probe's code failed. Any thread. */
  public boolean isFailed() {
    return failed;
  }

  /** Switches the metric off: its probe's code failed. */
  void fail(Throwable cause) {
    failed = true;
    LOG.error(
        "metric {} is switched off until its probe starts anew: its own code failed on an event",
        name,
        cause);
  }

  /** An empty table for a window. */
  MetricTable acquire() {
    return spares > 0 ? spare[--spares] : new MetricTable(kind, dimensions.size());
  }

  /** Takes a window's table back. */
  void release(MetricTable table) {
    table.clear();
    if (spares < SPARE_TABLES) {
      spare[spares++] = table;
    }
  }

  /** The rows of a window. */
  Table rows(MetricTable table, TableContext context) {
    if (table.isFolded() && !foldingReported) {
      foldingReported = true;
      LOG.warn(
          "metric {} has more than {} rows in a window: further ones go without their dimensions",
          name,
          MetricTable.MOST_ROWS);
    }
    for (int at = table.nextRow(0); at >= 0; at = table.nextRow(at + table.stride())) {
      long key = table.key(at);
      RowAppender row =
          builder.process(
              RowKey.pid(key), RowKey.clientType(key), samplings.at(RowKey.samplingIndex(key)));
      for (int i = 0; i < dictionaries.length; i++) {
        dimension(row, i, table.code(at, i));
      }
      row.real((float) table.sum(at)).number(table.count(at));
      if (kind != MetricKind.COUNTER) {
        row.real((float) table.minimum(at)).real((float) table.maximum(at));
      }
      if (kind == MetricKind.LATENCY) {
        table.buckets(at, buckets);
        row.buckets(buckets, 0);
      }
    }
    return builder.build(context);
  }

  private void dimension(RowAppender row, int index, long code) {
    switch (dimensions.get(index).reading()) {
      case Dimension.Reading.Numeric() -> row.number(code);
      case Dimension.Reading.Names names ->
          row.text(names.names().getOrDefault(code, names.otherwise()));
      case Dimension.Reading.Dictionary() ->
          row.text(
              dictionaries[index] == null ? TextDictionary.OTHER : dictionaries[index].text(code));
    }
  }
}
