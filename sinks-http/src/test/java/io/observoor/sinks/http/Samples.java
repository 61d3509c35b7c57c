package io.observoor.sinks.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Column;
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
import io.observoor.api.sink.SinkContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sample batches and settings. */
final class Samples {
  static final String INSTALLATION = "a1b2-c3";
  static final SinkContext FIRST = new SinkContext(INSTALLATION, 0);
  static final long NOON = Instant.parse("2026-03-04T12:00:00.125Z").toEpochMilli();

  /** A table with every column type. */
  static final TableSchema EVERYTHING =
      TableSchema.ofProcesses(
          "everything",
          List.of(
              Column.dimension("port_label", Scalar.LOW_CARDINALITY_TEXT),
              Column.dimension("device_id", Scalar.UINT32),
              Column.value("path", Scalar.TEXT),
              Column.value("flag", Scalar.BOOL),
              Column.value("small", Scalar.UINT8),
              Column.value("short", Scalar.UINT16),
              Column.value("big", Scalar.UINT64),
              Column.value("int", Scalar.INT32),
              Column.value("long", Scalar.INT64),
              Column.value("sum", Scalar.FLOAT32),
              Column.value("share", Scalar.FLOAT32),
              Column.value("histogram", new ColumnType.Buckets()),
              Column.value("ids", new ColumnType.Array(Scalar.INT32)),
              Column.value("sizes", new ColumnType.Array(Scalar.UINT64)),
              Column.value("names", new ColumnType.Array(Scalar.TEXT))));

  private static final TableSchema COUNTS =
      TableSchema.ofProcesses("counts", List.of(Column.value("count", Scalar.UINT64)));

  private Samples() {}

  static Settings settings(String address, Path quarantine) {
    return new Settings(
        new Endpoint(URI.create(address), List.of()),
        Compression.NONE,
        10,
        Duration.ofHours(1),
        Duration.ofSeconds(30),
        1_000,
        1,
        true,
        quarantine);
  }

  static TableContext context() {
    return new TableContext(
        new Window(NOON, NOON + 1_000, 4_294_967_295L, NOON - 125), NOON + 1_234, "client-ä", "");
  }

  /** A batch with the counts sequence * 1000, sequence * 1000 + 1, … */
  static Batch batch(long sequence, int rows) {
    TableBuilder builder = new TableBuilder(COUNTS);
    for (int row = 0; row < rows; row++) {
      builder.process(row + 1, 1, Sampling.NONE).number(sequence * 1_000 + row);
    }
    return batch(sequence, builder.build(context()));
  }

  static Batch batch(long sequence, Table... tables) {
    return new Batch(INSTALLATION, sequence, new WindowRows(context(), List.of(tables)));
  }

  static Table everything() {
    int[] buckets = new int[2 * Histogram.SIZE];
    buckets[Histogram.SIZE] = -1;
    buckets[2 * Histogram.SIZE - 1] = 7;
    TableBuilder builder = new TableBuilder(EVERYTHING);
    builder
        .process(-1, 1, new Sampling(Sampling.Mode.PROBABILITY, 0.1f))
        .text("el_p2p")
        .number(8)
        .text("a \"quoted\"\\\n\tpath of ü, 漢 and 🦀")
        .number(1)
        .number(255)
        .number(65_535)
        .number(-1)
        .number(Integer.MIN_VALUE)
        .number(Long.MIN_VALUE)
        .real(1.5e9f)
        .real(12.25f)
        .buckets(buckets, Histogram.SIZE)
        .numbers(-1, 0, 1)
        .numbers(-1)
        .texts("sda", "", "s\"b");
    builder
        .process(2, 99, Sampling.NONE)
        .text("")
        .number(0)
        .text("")
        .number(0)
        .number(0)
        .number(0)
        .number(0)
        .number(0)
        .number(0)
        .real(0)
        .real(Float.NaN)
        .buckets(buckets, 0)
        .numbers()
        .numbers()
        .texts();
    return builder.build(context());
  }

  /** The lines of batches, sorted. */
  static List<String> sorted(Batch... batches) {
    return lines(batches).stream().sorted().toList();
  }

  /** The lines of batches. */
  static List<String> lines(Batch... batches) {
    List<String> lines = new ArrayList<>();
    for (Batch batch : batches) {
      for (Table table : batch.rows().tables()) {
        for (int row = 0; row < table.rows(); row++) {
          JsonBuffer buffer = new JsonBuffer(1);
          JsonRows.write(table, row, buffer);
          lines.add(new String(buffer.array(), 0, buffer.length() - 1, UTF_8));
        }
      }
    }
    return lines;
  }
}
