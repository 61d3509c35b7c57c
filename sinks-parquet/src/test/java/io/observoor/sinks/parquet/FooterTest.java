package io.observoor.sinks.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.sink.SinkContext;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contents of footers, as DuckDB reads them. */
final class FooterTest {
  @TempDir private Path data;

  private String write() throws Exception {
    ParquetSink sink = Samples.sink(data);
    sink.open(new SinkContext(Samples.INSTALLATION, 41));
    sink.write(Samples.batch(42, Samples.NOON, Samples.latency("read", Samples.NOON, 1_000)));
    sink.write(Samples.batch(44, Samples.NOON, Samples.latency("read", Samples.NOON, 1_000)));
    sink.flush();
    sink.close();
    return "('" + data + "/read/*/*/*.parquet')";
  }

  @Test
  void columnsAreCompressedWithDictionariesAndStatistics() throws Exception {
    String file = write();
    try (DuckDb duckDb = new DuckDb()) {
      assertEquals(
          List.of("ZSTD"),
          duckDb.column("SELECT DISTINCT compression FROM parquet_metadata" + file));
      assertEquals(
          List.of(List.of("25", "25", "25")),
          duckDb.rows(
              "SELECT count(*), count(stats_min_value), count(stats_max_value)"
                  + " FROM parquet_metadata"
                  + file));
      Set<String> withDictionary =
          new TreeSet<>(
              duckDb.column(
                  "SELECT path_in_schema FROM parquet_metadata"
                      + file
                      + " WHERE dictionary_page_offset IS NOT NULL"));
      assertTrue(
          withDictionary.containsAll(List.of("client_type", "meta_client_name", "window_start")),
          withDictionary.toString());
    }
  }

  @Test
  void metadataNamesInstallationAndBatches() throws Exception {
    String file = write();
    try (DuckDb duckDb = new DuckDb()) {
      assertEquals(
          List.of(
              List.of("observoor.first_batch", "42"),
              List.of("observoor.installation", Samples.INSTALLATION),
              List.of("observoor.last_batch", "44"),
              List.of("observoor.schema_version", "1"),
              List.of("observoor.version", "1.2.3")),
          duckDb.rows(
              "SELECT decode(key), decode(value) FROM parquet_kv_metadata" + file + " ORDER BY 1"));
    }
  }

  @Test
  void logicalTypesAreUnsignedAndRequired() throws Exception {
    String file = write();
    try (DuckDb duckDb = new DuckDb()) {
      assertEquals(
          List.of(
              List.of("window_start", "INT64", "REQUIRED", "TIMESTAMP_MILLIS"),
              List.of("interval_ms", "INT32", "REQUIRED", "UINT_16"),
              List.of("pid", "INT32", "REQUIRED", "UINT_32"),
              List.of("client_type", "BYTE_ARRAY", "REQUIRED", "UTF8"),
              List.of("le_1us", "INT32", "REQUIRED", "UINT_32")),
          duckDb.rows(
              "SELECT name, type, repetition_type, converted_type FROM parquet_schema"
                  + file
                  + " WHERE name IN ('window_start', 'interval_ms', 'pid', 'client_type', 'le_1us')"));
    }
  }

  @Test
  void everyColumnHasAPageIndex() throws Exception {
    write();
    byte[] bytes = Files.readAllBytes(data.resolve(Samples.files(data).getFirst()));
    // A file ends with its footer, the footer's length in four bytes, and "PAR1".
    ByteBuffer end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = end.getInt(bytes.length - 8);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(bytes, bytes.length - 8 - length, length));
    assertEquals(2_000, footer.getNum_rows());
    for (ColumnChunk column : footer.getRow_groups().getFirst().getColumns()) {
      assertTrue(column.getColumn_index_length() > 0, column.toString());
      assertTrue(column.getOffset_index_length() > 0, column.toString());
    }
  }
}
