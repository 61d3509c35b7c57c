package io.observoor.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.observoor.testing.clickhouse.ClickHouseLocal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Third-party readers read the files with the expected types and values. */
@TestInstance(Lifecycle.PER_CLASS)
final class ReadersIT {
  private static final String COLUMNS =
      "window_start, interval_ms, wallclock_slot, pid, count, histogram.le_1us, meta_network_name";

  private Path directory;
  private Path data;
  private Totals made;
  private List<List<String>> expected;
  private ParquetRows rows;

  @BeforeAll
  void makeFiles(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Requirements.root();
    data = directory.resolve("data");
    try (Workload workload = Workload.start(directory, Workload.ALL_KINDS);
        RunningAgent agent = RunningAgent.tracking(data, workload.pid())) {
      made = workload.round();
      made = made.plus(workload.round());
      assertEquals(0, agent.stop(), agent::tail);
    }
    rows = new ParquetRows(data);
    expected =
        rows.query(
            "SELECT epoch_ms(window_start), interval_ms, wallclock_slot, pid, count,"
                + " histogram.le_1us, meta_network_name FROM "
                + rows.table("syscall_read")
                + " ORDER BY window_start");
    assertEquals(
        made.of("syscall_read").count(),
        expected.stream().mapToLong(row -> Long.parseLong(row.get(4))).sum());
  }

  @AfterAll
  void close() throws Exception {
    if (rows != null) {
      rows.close();
    }
  }

  @Test
  void duckDb() throws Exception {
    List<List<String>> types =
        rows.query(
            "SELECT column_name, column_type FROM (DESCRIBE FROM "
                + rows.table("syscall_read")
                + ")");
    assertEquals(
        List.of(
            List.of("updated_date_time", "TIMESTAMP WITH TIME ZONE"),
            List.of("window_start", "TIMESTAMP WITH TIME ZONE"),
            List.of("interval_ms", "USMALLINT"),
            List.of("wallclock_slot", "UINTEGER"),
            List.of("wallclock_slot_start_date_time", "TIMESTAMP WITH TIME ZONE"),
            List.of("pid", "UINTEGER"),
            List.of("client_type", "VARCHAR"),
            List.of("sampling_mode", "VARCHAR"),
            List.of("sampling_rate", "FLOAT"),
            List.of("sum", "FLOAT"),
            List.of("count", "UINTEGER"),
            List.of("min", "FLOAT"),
            List.of("max", "FLOAT"),
            List.of(
                "histogram",
                "STRUCT(le_1us UINTEGER, le_10us UINTEGER, le_100us UINTEGER, le_1ms UINTEGER, le_10ms"
                    + " UINTEGER, le_100ms UINTEGER, le_1s UINTEGER, le_10s UINTEGER, le_100s UINTEGER,"
                    + " inf UINTEGER)"),
            List.of("meta_client_name", "VARCHAR"),
            List.of("meta_network_name", "VARCHAR")),
        types);
    assertEquals(
        List.of(List.of("ZSTD")),
        rows.query(
            "SELECT DISTINCT compression FROM parquet_metadata('"
                + data
                + "/syscall_read/**/*.parquet')"));
  }

  @Test
  void clickHouse() throws Exception {
    String architecture = System.getProperty("os.arch");
    assumeTrue(architecture.equals("amd64"), "libchdb.so is used on x86-64 only");
    Path scratch = Files.createDirectories(directory.resolve("clickhouse"));
    String file = "file('" + data + "/syscall_read/**/*.parquet', 'Parquet')";
    List<List<String>> types =
        ClickHouseLocal.query(
            scratch,
            "DESCRIBE TABLE "
                + file
                + " SETTINGS schema_inference_make_columns_nullable = 0, print_pretty_type_names = 0");
    assertEquals(
        List.of(
            "DateTime64(3, 'UTC')",
            "DateTime64(3, 'UTC')",
            "UInt16",
            "UInt32",
            "DateTime64(3, 'UTC')",
            "UInt32",
            "String",
            "String",
            "Float32",
            "Float32",
            "UInt32",
            "Float32",
            "Float32"),
        types.stream().map(row -> row.get(1)).limit(13).toList());
    assertTrue(
        types.get(13).get(1).startsWith("Tuple(") && types.get(13).get(1).contains("le_1us UInt32"),
        () -> types.get(13).toString());
    assertEquals(
        expected,
        ClickHouseLocal.query(
            scratch,
            "SELECT "
                + COLUMNS.replace("window_start", "toUnixTimestamp64Milli(window_start)")
                + " FROM "
                + file
                + " ORDER BY window_start"));
  }

  @Test
  @Tag("peers")
  void pyArrow() throws Exception {
    String script =
        """
        import sys, pyarrow.dataset as ds
        table = ds.dataset(sys.argv[1], format="parquet").to_table().sort_by("window_start")
        for field in table.schema:
            print(field.name, field.type, sep="\\t")
        print("--")
        for row in table.to_pylist():
            print(round(row["window_start"].timestamp() * 1000), row["interval_ms"], row["wallclock_slot"],
                  row["pid"], row["count"], row["histogram"]["le_1us"], row["meta_network_name"], sep="\\t")
        """;
    Path environment = Path.of("target", "python").toAbsolutePath();
    if (!Files.exists(environment.resolve("pyarrow-ready"))) {
      Commands.run("python3", "-m", "venv", "--clear", environment.toString());
      Commands.run(environment.resolve("bin/pip").toString(), "install", "--quiet", "pyarrow");
      Files.createFile(environment.resolve("pyarrow-ready"));
    }
    List<List<String>> printed =
        Commands.run(
                environment.resolve("bin/python3").toString(),
                "-c",
                script,
                data.resolve("syscall_read").toString())
            .lines()
            .map(line -> List.of(line.split("\t", -1)))
            .toList();
    int separator = printed.indexOf(List.of("--"));
    assertEquals(
        List.of(
            "timestamp[ms, tz=UTC]",
            "timestamp[ms, tz=UTC]",
            "uint16",
            "uint32",
            "timestamp[ms, tz=UTC]",
            "uint32",
            "string",
            "string",
            "float",
            "float",
            "uint32",
            "float",
            "float"),
        printed.subList(0, separator).stream().map(row -> row.get(1)).limit(13).toList());
    assertTrue(
        printed.get(13).get(1).startsWith("struct<le_1us: uint32"),
        () -> printed.get(13).toString());
    assertEquals(expected, printed.subList(separator + 1, printed.size()));
  }
}
