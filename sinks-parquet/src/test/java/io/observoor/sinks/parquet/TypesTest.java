package io.observoor.sinks.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableSchema;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every column type, with its extreme values. */
final class TypesTest {
  @TempDir private Path data;

  @Test
  void everyTypeWithItsExtremes() throws Exception {
    try (DuckDb duckDb = new DuckDb()) {
      List<Column> columns =
          List.of(
              Column.value("b", Scalar.BOOL),
              Column.value("u8", Scalar.UINT8),
              Column.value("u16", Scalar.UINT16),
              Column.value("u32", Scalar.UINT32),
              Column.value("u64", Scalar.UINT64),
              Column.value("i32", Scalar.INT32),
              Column.value("i64", Scalar.INT64),
              Column.value("f", Scalar.FLOAT32),
              Column.value("t", Scalar.TEXT),
              Column.value("when", Scalar.DATETIME_MILLIS),
              Column.value("u64s", new ColumnType.Array(Scalar.UINT64)),
              Column.value("u8s", new ColumnType.Array(Scalar.UINT8)),
              Column.value("i32s", new ColumnType.Array(Scalar.INT32)),
              Column.value("ts", new ColumnType.Array(Scalar.TEXT)));
      TableBuilder builder = new TableBuilder(TableSchema.ofPoints("everything", columns));
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
          .number(0)
          .numbers()
          .numbers()
          .numbers()
          .texts();
      builder
          .row()
          .number(1)
          .number(255)
          .number(65_535)
          .number(4_294_967_295L)
          .number(-1)
          .number(Integer.MAX_VALUE)
          .number(Long.MAX_VALUE)
          .real(Float.NEGATIVE_INFINITY)
          .text("日本語 😀 'quote'\n")
          .number(Samples.NOON + 999)
          .numbers(0, -1)
          .numbers(255, 1, 2)
          .numbers(-1)
          .texts("a", "", "ß");
      builder
          .row()
          .number(0)
          .number(1)
          .number(1)
          .number(1)
          .number(1)
          .number(-1)
          .number(-1)
          .real(-0.0f)
          .text("x")
          .number(-1)
          .numbers(5)
          .numbers()
          .numbers(1, 2, 3)
          .texts("😀");
      Samples.write(data, builder.build(Samples.context(Samples.NOON)));

      assertEquals(
          List.of(
              "b BOOLEAN",
              "u8 UTINYINT",
              "u16 USMALLINT",
              "u32 UINTEGER",
              "u64 UBIGINT",
              "i32 INTEGER",
              "i64 BIGINT",
              "f FLOAT",
              "t VARCHAR",
              "when TIMESTAMP WITH TIME ZONE",
              "u64s UBIGINT[]",
              "u8s UTINYINT[]",
              "i32s INTEGER[]",
              "ts VARCHAR[]"),
          duckDb.columns(data, "everything").subList(4, 18));
      List<List<String>> expected =
          List.of(
              List.of(
                  "false",
                  "0",
                  "0",
                  "0",
                  "0",
                  "-2147483648",
                  "-9223372036854775808",
                  "nan",
                  "",
                  "0",
                  "[]",
                  "[]",
                  "[]",
                  "[]"),
              List.of(
                  "true",
                  "255",
                  "65535",
                  "4294967295",
                  "18446744073709551615",
                  "2147483647",
                  "9223372036854775807",
                  "-inf",
                  "日本語 😀 'quote'\n",
                  Long.toString(Samples.NOON + 999),
                  "[0, 18446744073709551615]",
                  "[255, 1, 2]",
                  "[-1]",
                  "[a, '', ß]"),
              List.of(
                  "false",
                  "1",
                  "1",
                  "1",
                  "1",
                  "-1",
                  "-1",
                  "-0.0",
                  "x",
                  "-1",
                  "[5]",
                  "[]",
                  "[1, 2, 3]",
                  "[😀]"));
      assertEquals(
          expected,
          duckDb.rows(
              "SELECT b, u8, u16, u32, u64, i32, i64, f::VARCHAR, t, epoch_ms(\"when\"),"
                  + " u64s::VARCHAR, u8s::VARCHAR, i32s::VARCHAR, ts::VARCHAR FROM "
                  + DuckDb.table(data, "everything")));
      // Statistics must order unsigned columns unsigned, or readers skip matching row groups.
      assertEquals(
          List.of("1"),
          duckDb.column(
              "SELECT count(*) FROM "
                  + DuckDb.table(data, "everything")
                  + " WHERE u64 > 9223372036854775808::UBIGINT AND u32 > 2147483648"));
    }
  }
}
