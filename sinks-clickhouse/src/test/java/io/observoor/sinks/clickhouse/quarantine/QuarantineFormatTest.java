package io.observoor.sinks.clickhouse.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableContext;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import io.observoor.sinks.clickhouse.insert.RowRange;
import io.observoor.sinks.clickhouse.quarantine.QuarantineFile.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of quarantine files on disk. */
class QuarantineFormatTest {
  private static final TableSchema SCHEMA =
      TableSchema.ofPoints(
          "t",
          List.of(
              Column.value("u8", Scalar.UINT8),
              Column.value("u64", Scalar.UINT64),
              Column.value("i64", Scalar.INT64),
              Column.value("f", Scalar.FLOAT32),
              Column.value("b", Scalar.BOOL),
              Column.value("text", Scalar.TEXT),
              Column.value("u64s", new ColumnType.Array(Scalar.UINT64)),
              Column.value("texts", new ColumnType.Array(Scalar.TEXT)),
              Column.value("h", new ColumnType.Buckets())));

  @TempDir private Path directory;

  private static String rows(Table table) {
    StringBuilder out = new StringBuilder();
    JsonRows.append(out, new RowRange(1, 0, table, 0, table.rows()));
    return new String(out.toString().getBytes(UTF_8), UTF_8)
        .replaceAll("(?m)^\\{.*?\"u8\"", "{\"u8\"")
        .replaceAll("(?m)\"h\":\\{.*", "");
  }

  @Test
  void writesOneJsonObjectPerRow() {
    TableBuilder builder = new TableBuilder(SCHEMA);
    int[] counts = new int[Histogram.SIZE];
    builder
        .row()
        .number(255)
        .number(-1)
        .number(Long.MIN_VALUE)
        .real(Float.NEGATIVE_INFINITY)
        .number(1)
        .text("<'\"\\\n\t\0\ud800ß")
        .numbers(0, -1)
        .texts("a", "")
        .buckets(counts, 0);
    builder
        .row()
        .number(0)
        .number(0)
        .number(-7)
        .real(1.5f)
        .number(0)
        .text("")
        .numbers()
        .texts()
        .buckets(counts, 0);
    Table table =
        builder.build(new TableContext(new Window(0, 1_000, 0, 0), 1_234, "client", "network"));

    assertEquals(
        """
        {"u8":255,"u64":18446744073709551615,"i64":-9223372036854775808,"f":"-inf","b":true,\
        "text":"<'\\"\\\\\\n\\t\\u0000?ß","u64s":[0,18446744073709551615],"texts":["a",""],
        {"u8":0,"u64":0,"i64":-7,"f":1.5,"b":false,"text":"","u64s":[],"texts":[],
        """,
        rows(table));
  }

  @Test
  void readsAndWritesTheHeader() throws IOException {
    String line =
        "{\"table\":\"t\\\"1\",\"batch\":7,\"rows\":2,\"time\":\"2026-03-04T12:00:00Z\",\"reason\":\"cannot insert 'ß' <= \\\\\"}\n";
    Path file = Files.writeString(directory.resolve("f.ndjson"), line + "{}\n{}\n");
    QuarantineFile read = QuarantineFile.read(file).orElseThrow();
    assertEquals(
        new Header("t\"1", 7, 2, "2026-03-04T12:00:00Z", "cannot insert 'ß' <= \\"), read.header());
    assertEquals(line, read.header().line());
    assertEquals(line.getBytes(UTF_8).length, read.rowsOffset());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "no JSON\n", "[]\n", "{}\n", "{\"batch\":\"x\"}\n"})
  void ignoresOtherFiles(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("f.ndjson"), text);
    assertEquals(Optional.empty(), QuarantineFile.read(file));
  }
}
