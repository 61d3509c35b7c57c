package io.observoor.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.probe.EventDeclaration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The probes declare the events and tables of the reference agent, with its columns, types, order
 * and sorting keys. The resources hold the reference's schema.
 */
class ReferenceTablesTest {
  /** Events that the reference lacks: a slice of running time so far. */
  private static final Set<String> OURS = Set.of("sched_slice");

  private static final Set<String> EVENT_TYPES =
      Set.of(
          "syscall_read",
          "syscall_write",
          "syscall_futex",
          "syscall_mmap",
          "syscall_epoll_wait",
          "disk_io",
          "net_tx",
          "net_rx",
          "sched_switch",
          "page_fault",
          "fd_open",
          "fd_close",
          "syscall_fsync",
          "syscall_fdatasync",
          "syscall_pwrite",
          "sched_runqueue",
          "block_merge",
          "tcp_retransmit",
          "tcp_state",
          "mem_reclaim",
          "mem_compaction",
          "swap_in",
          "swap_out",
          "oom_kill",
          "process_exit");

  @Test
  void everyKernelEventIsDeclared() {
    Set<String> types =
        DeclaredTables.PROBES.stream()
            .flatMap(probe -> probe.events().stream())
            .map(EventDeclaration::type)
            .filter(type -> !OURS.contains(type))
            .collect(Collectors.toSet());

    assertEquals(new TreeSet<>(EVENT_TYPES), new TreeSet<>(types));
  }

  @Test
  void everyTableHasTheColumnsOfTheReference() {
    Map<String, Map<String, String>> expected = new TreeMap<>();
    for (String[] row : rows("reference-schema.tsv")) {
      expected
          .computeIfAbsent(row[0], _ -> new LinkedHashMap<>())
          .put(row[2], row[3].replaceFirst(" DEFAULT .*", ""));
    }
    Map<String, Map<String, String>> actual = new TreeMap<>();
    DeclaredTables.ofReference()
        .forEach(
            (name, schema) -> {
              Map<String, String> columns = new LinkedHashMap<>();
              schema.columns().forEach(column -> columns.put(column.name(), type(column.type())));
              actual.put(name, columns);
            });

    assertEquals(37, expected.size());
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (table, columns) ->
            assertEquals(
                List.copyOf(columns.entrySet()), List.copyOf(actual.get(table).entrySet()), table));
  }

  @Test
  void everyTableHasTheSortingKeyOfTheReference() {
    for (String[] row : rows("reference-order-keys.tsv")) {
      TableSchema schema = DeclaredTables.ofReference().get(row[0]);
      List<String> key = schema.sortingKey().stream().map(Column::name).toList();

      assertEquals(row[2], String.join(", ", key), row[0]);
      assertEquals("toStartOfMonth(" + schema.timeColumn().name() + ")", row[1]);
    }
  }

  private static String type(ColumnType type) {
    return switch (type) {
      case Scalar scalar -> scalar(scalar);
      case ColumnType.Array array -> "Array(" + scalar(array.element()) + ")";
      case ColumnType.Buckets _ ->
          Histogram.BUCKETS.stream()
              .map(bucket -> bucket + " UInt32")
              .collect(Collectors.joining(", ", "Tuple(", ")"));
    };
  }

  private static String scalar(Scalar scalar) {
    return switch (scalar) {
      case DATETIME_MILLIS -> "DateTime64(3)";
      case BOOL -> "Bool";
      case UINT8 -> "UInt8";
      case UINT16 -> "UInt16";
      case UINT32 -> "UInt32";
      case UINT64 -> "UInt64";
      case INT32 -> "Int32";
      case INT64 -> "Int64";
      case FLOAT32 -> "Float32";
      case TEXT -> "String";
      case LOW_CARDINALITY_TEXT -> "LowCardinality(String)";
    };
  }

  static List<String[]> rows(String resource) {
    try (InputStream in = ReferenceTablesTest.class.getResourceAsStream("/" + resource);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(line -> line.split("\t", -1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
