package io.observoor.delivery;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableContext;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import io.observoor.api.batch.WindowRows;
import io.observoor.delivery.codec.BatchCodec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/** Builds windows with rows of every column type. */
public final class TestRows {
  private static final TableSchema EVERYTHING =
      TableSchema.ofProcesses(
          "everything",
          List.of(
              Column.dimension("port", Scalar.LOW_CARDINALITY_TEXT),
              Column.value("sum", Scalar.FLOAT32),
              Column.value("count", Scalar.UINT64),
              Column.value("histogram", new ColumnType.Buckets()),
              Column.value("numbers", new ColumnType.Array(Scalar.INT64)),
              Column.value("texts", new ColumnType.Array(Scalar.TEXT)),
              Column.value("note", Scalar.TEXT)));

  private TestRows() {}

  /**
   * Builds a window that starts at second {@code number}, with up to {@code rows} rows in each of
   * up to three tables.
   */
  public static WindowRows random(RandomGenerator random, long number, int rows) {
    Window window =
        new Window(number * 1000, number * 1000 + 1000, number / 12, number / 12 * 12_000);
    TableContext context = new TableContext(window, number * 1000 + 1200, "a client", "ein Netz ü");
    List<Table> tables = new ArrayList<>();
    for (int table = random.nextInt(4); table > 0; table--) {
      TableBuilder builder = new TableBuilder(EVERYTHING);
      for (int row = random.nextInt(rows + 1); row > 0; row--) {
        fill(random, builder);
      }
      tables.add(builder.build(context));
    }
    return new WindowRows(context, tables);
  }

  private static void fill(RandomGenerator random, TableBuilder builder) {
    builder
        .process(random.nextInt(), random.nextInt(20), new Sampling(Sampling.Mode.NTH, 0.25f))
        .text("port " + random.nextInt(3))
        .real(random.nextFloat())
        .number(random.nextLong())
        .buckets(random.ints(Histogram.SIZE + 2L).toArray(), 2)
        .numbers(random.longs(random.nextInt(4)).toArray())
        .texts(random.ints(random.nextInt(3)).mapToObj(Integer::toHexString).toArray(String[]::new))
        .text("☃ " + random.nextLong());
  }

  /** Builds a window with one table of this many rows, the number in its only column. */
  public static WindowRows simple(long number, int rows) {
    Window window = new Window(number * 1000, number * 1000 + 1000, number, number * 1000);
    TableSchema schema = TableSchema.ofWindows("simple", List.of(Column.value("n", Scalar.INT64)));
    TableContext context = new TableContext(window, 0, "c", "n");
    TableBuilder builder = new TableBuilder(schema);
    for (int row = 0; row < rows; row++) {
      builder.row().number(number);
    }
    return new WindowRows(context, List.of(builder.build(context)));
  }

  /** Returns the number of a window of {@link #simple} or {@link #random}. */
  public static long numberOf(Batch batch) {
    return batch.rows().context().window().startMillis() / 1000;
  }

  /** Returns a text that is equal for equal rows only: their encoding in a fixed batch. */
  public static String fingerprint(WindowRows rows) {
    return HexFormat.of().formatHex(new BatchCodec().encode(new Batch("same", 1, rows)));
  }

  /** Formats every value of a column, read through the accessors that sinks use. */
  public static String describe(ColumnData data, int rows) {
    StringBuilder text = new StringBuilder(data.getClass().getSimpleName());
    for (int row = 0; row < rows; row++) {
      text.append('|');
      int at = row;
      switch (data) {
        case ColumnData.ConstantLong constant -> text.append(constant.longAt(row));
        case ColumnData.ConstantText constant -> text.append(constant.textAt(row));
        case ColumnData.Longs longs -> text.append(longs.longAt(row));
        case ColumnData.Floats floats -> text.append(floats.floatAt(row));
        case ColumnData.Texts texts -> text.append(texts.textAt(row));
        case ColumnData.Buckets buckets -> {
          for (int bucket = 0; bucket < Histogram.SIZE; bucket++) {
            text.append(buckets.countAt(at, bucket)).append(',');
          }
        }
        case ColumnData.LongLists lists -> {
          for (int i = at == 0 ? 0 : lists.ends()[at - 1]; i < lists.ends()[at]; i++) {
            text.append(lists.elements()[i]).append(',');
          }
        }
        case ColumnData.TextLists lists -> {
          for (int i = at == 0 ? 0 : lists.ends()[at - 1]; i < lists.ends()[at]; i++) {
            text.append(lists.elements()[i]).append(',');
          }
        }
      }
    }
    return text.toString();
  }
}
