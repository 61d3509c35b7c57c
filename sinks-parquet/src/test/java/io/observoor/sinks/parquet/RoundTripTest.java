package io.observoor.sinks.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.ClientType;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.probe.Dimension;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.sink.SinkContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB reads the written names, order, types and values. */
final class RoundTripTest {
  private static final String HISTOGRAM =
      "STRUCT(le_1us UINTEGER, le_10us UINTEGER, le_100us UINTEGER, le_1ms UINTEGER, "
          + "le_10ms UINTEGER, le_100ms UINTEGER, le_1s UINTEGER, le_10s UINTEGER, "
          + "le_100s UINTEGER, inf UINTEGER)";

  @TempDir private Path data;
  private DuckDb duckDb;

  @BeforeEach
  void open() throws Exception {
    duckDb = new DuckDb();
  }

  @AfterEach
  void close() throws Exception {
    duckDb.close();
  }

  @Test
  void latencyTableOfADeclaration() throws Exception {
    MetricDeclaration metric =
        MetricDeclaration.latency("disk_latency")
            .by(Dimension.number("device_id"))
            .by(Dimension.names("rw", Map.of(0L, "read", 1L, "write"), "other"));
    TableBuilder builder = new TableBuilder(metric.schema());
    builder
        .process((int) 4_000_000_000L, ClientType.GETH.id(), Sampling.NONE)
        .number(8_388_608)
        .text("read")
        .real(1.5f)
        .number(4_294_967_295L)
        .real(0.25f)
        .real(Float.MAX_VALUE)
        .buckets(new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, -1}, 0);
    Samples.write(data, builder.build(Samples.context(Samples.NOON)));

    assertEquals(
        List.of(
            "updated_date_time TIMESTAMP WITH TIME ZONE",
            "window_start TIMESTAMP WITH TIME ZONE",
            "interval_ms USMALLINT",
            "wallclock_slot UINTEGER",
            "wallclock_slot_start_date_time TIMESTAMP WITH TIME ZONE",
            "pid UINTEGER",
            "client_type VARCHAR",
            "sampling_mode VARCHAR",
            "sampling_rate FLOAT",
            "device_id UINTEGER",
            "rw VARCHAR",
            "sum FLOAT",
            "count UINTEGER",
            "min FLOAT",
            "max FLOAT",
            "histogram " + HISTOGRAM,
            "meta_client_name VARCHAR",
            "meta_network_name VARCHAR"),
        duckDb.columns(data, "disk_latency"));
    assertEquals(
        List.of(
            List.of(
                "1772625601234",
                "1772625600000",
                "1000",
                "147718800",
                "1772625600000",
                "4000000000",
                "geth",
                "none",
                "1.0",
                "8388608",
                "read",
                "1.5",
                "4294967295",
                "0.25",
                "true",
                "1",
                "9",
                "4294967295",
                "client-ä",
                "mainnet")),
        duckDb.rows(
            "SELECT epoch_ms(updated_date_time), epoch_ms(window_start), interval_ms,"
                + " wallclock_slot, epoch_ms(wallclock_slot_start_date_time), pid, client_type,"
                + " sampling_mode, sampling_rate, device_id, rw, sum, count, min,"
                + " max = 3.4028234663852886e38::FLOAT, histogram.le_1us, histogram.le_100s,"
                + " histogram.inf, meta_client_name, meta_network_name FROM "
                + DuckDb.table(data, "disk_latency")));
  }

  @Test
  void counterAndGaugeTables() throws Exception {
    TableBuilder gauge = new TableBuilder(MetricDeclaration.gauge("depth").schema());
    gauge
        .process(7, ClientType.UNKNOWN.id(), new Sampling(Sampling.Mode.NTH, 0.1f))
        .real(10)
        .number(4)
        .real(1)
        .real(4);
    Samples.write(
        data,
        Samples.counter("opens", Samples.NOON, 3, 5),
        gauge.build(Samples.context(Samples.NOON)));

    List<String> own = duckDb.columns(data, "opens").subList(9, 13);
    assertEquals(
        List.of(
            "sum FLOAT", "count UINTEGER", "meta_client_name VARCHAR", "meta_network_name VARCHAR"),
        own);
    assertEquals(
        List.of("sum FLOAT", "count UINTEGER", "min FLOAT", "max FLOAT"),
        duckDb.columns(data, "depth").subList(9, 13));
    assertEquals(
        List.of(List.of("1", "0.5", "5"), List.of("2", "1.0", "5"), List.of("3", "1.5", "5")),
        duckDb.rows("SELECT pid, sum, count FROM " + DuckDb.table(data, "opens")));
    assertEquals(
        List.of(List.of("nth", "0.1", "unknown", "10.0", "4", "1.0", "4.0")),
        duckDb.rows(
            "SELECT sampling_mode, sampling_rate, client_type, sum, count, min, max FROM "
                + DuckDb.table(data, "depth")));
  }

  @Test
  void directoriesAreReadAsPartitions() throws Exception {
    Samples.write(data, Samples.counter("opens", Samples.NOON, 3, 5));
    assertEquals(
        List.of(List.of("2026-03-04", "12", "3")),
        duckDb.rows(
            "SELECT date::VARCHAR, hour::BIGINT, count(*) FROM read_parquet('"
                + data
                + "/*/*/*/*.parquet', hive_partitioning = true) GROUP BY ALL"));
  }

  @Test
  void manyPagesAndRowGroups() throws Exception {
    int rows = 50_000;
    ParquetSink sink = Samples.sink(data);
    sink.open(new SinkContext(Samples.INSTALLATION, 0));
    Table table = Samples.latency("big", Samples.NOON, rows);
    for (int batch = 1; batch <= 8; batch++) {
      sink.write(Samples.batch(batch, Samples.NOON, table));
    }
    assertEquals(8, sink.flush());
    sink.close();

    String all = DuckDb.table(data, "big");
    assertEquals(List.of(Integer.toString(8 * rows)), duckDb.column("SELECT count(*) FROM " + all));
    long sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += table.column("count").longAt(row);
    }
    assertEquals(
        List.of(List.of(Long.toString(8 * sum), Long.toString(8 * sum))),
        duckDb.rows("SELECT sum(count), sum(histogram.le_1us) FROM " + all));
    int groups =
        duckDb
            .rows(
                "SELECT DISTINCT row_group_id FROM parquet_metadata('"
                    + data
                    + "/big/*/*/*.parquet')")
            .size();
    assertTrue(groups > 1, "row groups: " + groups);
  }
}
