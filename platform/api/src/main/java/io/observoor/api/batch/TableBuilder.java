package io.observoor.api.batch;

import io.observoor.api.batch.Column.Source;
import java.util.ArrayList;
import java.util.List;

/** Builds {@link Table}s from rows; reusable after {@link #build}. Not thread-safe. */
public final class TableBuilder implements RowAppender {
  private final TableSchema schema;
  private final ColumnBuilder[] builders;
  private final int firstColumn;
  private final int endColumn;
  private final boolean ofProcesses;
  private int rows;
  private int next;

  /** Creates a builder for tables of this schema. */
  public TableBuilder(TableSchema schema) {
    this.schema = schema;
    int columns = schema.columns().size();
    builders = new ColumnBuilder[columns];
    int first = -1;
    int end = 0;
    boolean process = false;
    for (int i = 0; i < columns; i++) {
      Source source = schema.columns().get(i).source();
      process |= source == Source.PID;
      if (source == Source.DIMENSION || source == Source.VALUE) {
        first = first < 0 ? i : first;
        end = i + 1;
      }
    }
    firstColumn = Math.max(first, 0);
    endColumn = end;
    ofProcesses = process;
    next = endColumn;
    reset();
  }

  private void reset() {
    rows = 0;
    for (int i = 0; i < builders.length; i++) {
      Column column = schema.columns().get(i);
      builders[i] = column.source().isConstant() ? null : ColumnBuilder.of(column.type());
    }
  }

  /** The number of rows begun since the last {@link #build}. */
  public int rows() {
    return rows;
  }

  @Override
  public RowAppender process(int pid, int clientType, Sampling sampling) {
    if (!ofProcesses) {
      throw new IllegalStateException(
          "table " + schema.name() + " has no process columns: begin its rows with row()");
    }
    begin();
    for (int i = 0; i < firstColumn; i++) {
      switch (schema.columns().get(i).source()) {
        case PID -> ((ColumnBuilder.Longs) builders[i]).add(Integer.toUnsignedLong(pid));
        case CLIENT_TYPE ->
            ((ColumnBuilder.Texts) builders[i]).add(ClientType.of(clientType).text());
        case SAMPLING_MODE -> ((ColumnBuilder.Texts) builders[i]).add(sampling.mode().text());
        case SAMPLING_RATE -> ((ColumnBuilder.Floats) builders[i]).add(sampling.rate());
        default -> {}
      }
    }
    return this;
  }

  @Override
  public RowAppender row() {
    if (ofProcesses) {
      throw new IllegalStateException(
          "table " + schema.name() + " has process columns: begin its rows with process()");
    }
    begin();
    return this;
  }

  private void begin() {
    complete();
    rows++;
    next = firstColumn;
  }

  private void complete() {
    if (next != endColumn) {
      throw new IllegalStateException(
          "a row of table "
              + schema.name()
              + " ends before column "
              + schema.columns().get(next).name());
    }
  }

  private <B extends ColumnBuilder> B next(Class<B> type, String what) {
    if (next == endColumn) {
      throw new IllegalStateException(
          "a row of table " + schema.name() + " gets " + what + " after its last column");
    }
    if (!type.isInstance(builders[next])) {
      throw new IllegalStateException(
          "column "
              + schema.columns().get(next).name()
              + " of table "
              + schema.name()
              + " gets "
              + what
              + " but is "
              + schema.columns().get(next).type());
    }
    return type.cast(builders[next++]);
  }

  @Override
  public RowAppender number(long value) {
    next(ColumnBuilder.Longs.class, "a number").add(value);
    return this;
  }

  @Override
  public RowAppender real(float value) {
    next(ColumnBuilder.Floats.class, "a real").add(value);
    return this;
  }

  @Override
  public RowAppender text(String value) {
    next(ColumnBuilder.Texts.class, "a text").add(value);
    return this;
  }

  @Override
  public RowAppender buckets(int[] counts, int offset) {
    next(ColumnBuilder.Buckets.class, "buckets").add(counts, offset);
    return this;
  }

  @Override
  public RowAppender numbers(long... values) {
    next(ColumnBuilder.LongLists.class, "numbers").add(values);
    return this;
  }

  @Override
  public RowAppender texts(String... values) {
    next(ColumnBuilder.TextLists.class, "texts").add(values);
    return this;
  }

  /** Builds the table of all rows since the last call. */
  public Table build(TableContext context) {
    complete();
    List<ColumnData> data = new ArrayList<>(builders.length);
    for (int i = 0; i < builders.length; i++) {
      data.add(
          builders[i] == null
              ? constant(schema.columns().get(i).source(), context)
              : builders[i].build());
    }
    Table table = new Table(schema, rows, data);
    reset();
    return table;
  }

  private static ColumnData constant(Source source, TableContext context) {
    Window window = context.window();
    return switch (source) {
      case UPDATED -> new ColumnData.ConstantLong(context.updatedMillis());
      case TIME -> new ColumnData.ConstantLong(window.startMillis());
      case INTERVAL -> new ColumnData.ConstantLong(window.intervalMillis());
      case SLOT -> new ColumnData.ConstantLong(window.slot());
      case SLOT_START -> new ColumnData.ConstantLong(window.slotStartMillis());
      case META_CLIENT_NAME -> new ColumnData.ConstantText(context.metaClientName());
      case META_NETWORK_NAME -> new ColumnData.ConstantText(context.metaNetworkName());
      default -> throw new IllegalArgumentException(source + " differs from row to row");
    };
  }
}
