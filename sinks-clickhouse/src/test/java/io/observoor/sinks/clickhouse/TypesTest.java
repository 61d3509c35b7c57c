package io.observoor.sinks.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableSchema;
import io.observoor.sinks.clickhouse.connection.ConnectionSettings;
import io.observoor.sinks.clickhouse.connection.ConnectionSettings.Compression;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every column type with its extreme values. */
final class TypesTest {
  private static final TableSchema EVERYTHING =
      TableSchema.ofPoints(
          "everything",
          List.of(
              Column.dimension("id", Scalar.UINT32),
              Column.value("b", Scalar.BOOL),
              Column.value("u8", Scalar.UINT8),
              Column.value("u16", Scalar.UINT16),
              Column.value("u64", Scalar.UINT64),
              Column.value("i32", Scalar.INT32),
              Column.value("i64", Scalar.INT64),
              Column.value("f", Scalar.FLOAT32),
              Column.value("t", Scalar.TEXT),
              Column.value("l", Scalar.LOW_CARDINALITY_TEXT),
              Column.value("when", Scalar.DATETIME_MILLIS),
              Column.value("u64s", new ColumnType.Array(Scalar.UINT64)),
              Column.value("u8s", new ColumnType.Array(Scalar.UINT8)),
              Column.value("i32s", new ColumnType.Array(Scalar.INT32)),
              Column.value("ts", new ColumnType.Array(Scalar.TEXT)),
              Column.value("ls", new ColumnType.Array(Scalar.LOW_CARDINALITY_TEXT)),
              Column.value("h", new ColumnType.Buckets())));

  @TempDir private Path directory;

  static Table extremes(long sequence) {
    TableBuilder builder = new TableBuilder(EVERYTHING);
    int[] none = new int[Histogram.SIZE];
    int[] most = IntStream.range(0, Histogram.SIZE).map(i -> -1 - i).toArray();
    builder
        .row()
        .number(0)
        .number(0)
        .number(0)
        .number(0)
        .number(0)
        .number(Integer.MIN_VALUE)
        .number(Long.MIN_VALUE)
        .real(Float.NaN)
        .text("")
        .text("")
        .number(0)
        .numbers()
        .numbers()
        .numbers()
        .texts()
        .texts()
        .buckets(none, 0);
    builder
        .row()
        .number(4_294_967_295L)
        .number(1)
        .number(255)
        .number(65_535)
        .number(-1)
        .number(Integer.MAX_VALUE)
        .number(Long.MAX_VALUE)
        .real(Float.NEGATIVE_INFINITY)
        .text("日本語 😀 'quote' \\ \"\n\t\0")
        .text("ß")
        .number(Samples.NOON + 999)
        .numbers(0, -1)
        .numbers(255, 1, 2)
        .numbers(-1)
        .texts("a", "", "ß\"")
        .texts("x", "x")
        .buckets(most, 0);
    builder
        .row()
        .number(7)
        .number(1)
        .number(1)
        .number(1)
        .number(1)
        .number(-1)
        .number(-1)
        .real(Float.MIN_VALUE)
        .text("x".repeat(70_000))
        .text("")
        .number(1)
        .numbers(5)
        .numbers()
        .numbers(1, 2, 3)
        .texts("😀")
        .texts("")
        .buckets(most, 0);
    return builder.build(Samples.context(Samples.NOON + sequence * 1000));
  }

  static void assertExtremes(ClickHouseServer server) {
    List<String> columns = List.of("id", "b", "u8", "u16", "u64", "i32", "i64", "f", "l");
    assertEquals(
        List.of(
            List.of("0", "false", "0", "0", "0", "-2147483648", "-9223372036854775808", "nan", ""),
            List.of("7", "true", "1", "1", "1", "-1", "-1", "1e-45", ""),
            List.of(
                "4294967295",
                "true",
                "255",
                "65535",
                "18446744073709551615",
                "2147483647",
                "9223372036854775807",
                "-inf",
                "ß")),
        server.query(
            "SELECT %s FROM d.everything FINAL ORDER BY id".formatted(String.join(",", columns))));
    assertEquals(
        List.of(
            List.of("0", "[]", "[]", "[]", "[]", "[]", "(0,0,0,0,0,0,0,0,0,0)"),
            List.of(
                "1",
                "[5]",
                "[]",
                "[1,2,3]",
                "['😀']",
                "['']",
                "(4294967295,4294967294,4294967293,4294967292,4294967291,4294967290,4294967289,4294967288,4294967287,4294967286)"),
            List.of(
                Long.toString(Samples.NOON + 999),
                "[0,18446744073709551615]",
                "[255,1,2]",
                "[-1]",
                "['a','','ß\"']",
                "['x','x']",
                "(4294967295,4294967294,4294967293,4294967292,4294967291,4294967290,4294967289,4294967288,4294967287,4294967286)")),
        server.query(
            "SELECT toUnixTimestamp64Milli(when), u64s, u8s, i32s, ts, ls, h FROM d.everything FINAL ORDER BY id"));
    assertEquals(
        List.of(
            List.of(""), List.of("78".repeat(70_000)), List.of(hex("日本語 😀 'quote' \\ \"\n\t\0"))),
        server.query("SELECT hex(t) FROM d.everything FINAL ORDER BY id"));
  }

  private static String hex(String text) {
    return HexFormat.of().withUpperCase().formatHex(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void insertsEveryTypeWithItsExtremes(Compression compression) throws Exception {
    try (ClickHouseServer server = ClickHouseServer.start(directory)) {
      Samples.create(server, EVERYTHING);
      ConnectionSettings plain = Samples.connection(server.endpoint());
      ConnectionSettings settings =
          new ConnectionSettings(
              plain.endpoints(),
              plain.database(),
              plain.login(),
              plain.authority(),
              plain.certificate(),
              plain.key(),
              compression,
              plain.timeout(),
              plain.workers());
      ClickHouseSink sink =
          new ClickHouseSink(Samples.settings(settings, directory.resolve("q")), () -> 0);
      sink.open(Samples.BEGINNING);
      assertEquals(0, sink.write(Samples.batch(1, extremes(1))));
      assertEquals(1, sink.flush());
      sink.close();
      assertExtremes(server);
      assertEquals(
          List.of(
              List.of("2026-03-04 12:00:01.000", "2026-03-04 12:00:02.234", "client-ä", "mainnet")),
          server.query(
              "SELECT DISTINCT toString(event_time, 'UTC'), toString(updated_date_time, 'UTC'),"
                  + " meta_client_name, meta_network_name FROM d.everything"));
    }
  }

  @Test
  void mergesTheDictionariesOfManyBatches() throws Exception {
    TableSchema schema =
        TableSchema.ofWindows(
            "labels",
            List.of(
                Column.dimension("l", Scalar.LOW_CARDINALITY_TEXT),
                Column.dimension("t", Scalar.TEXT),
                Column.dimension("n", Scalar.UINT32)));
    try (ClickHouseServer server = ClickHouseServer.start(directory)) {
      Samples.create(server, schema);
      ClickHouseSink sink = Samples.sink(server.endpoint(), directory.resolve("q"));
      sink.open(Samples.BEGINNING);
      int rows = 0;
      for (int sequence = 1; sequence <= 40; sequence++) {
        TableBuilder builder = new TableBuilder(schema);
        for (int i = 0; i < 37; i++) {
          String text = "v" + (sequence * 31 + i * i) % 700;
          builder.row().text(text).text(text).number(rows++);
        }
        sink.write(Samples.batch(sequence, builder.build(Samples.context(sequence * 1000L))));
      }
      assertEquals(40, sink.flush());
      sink.close();
      assertEquals(
          List.of(List.of(Integer.toString(rows), Integer.toString(rows), "1")),
          server.query("SELECT count(), countIf(l = t), uniqExact(l) > 256 FROM d.labels"));
    }
  }
}
