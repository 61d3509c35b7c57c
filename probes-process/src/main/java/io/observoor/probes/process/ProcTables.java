package io.observoor.probes.process;

import static io.observoor.probes.process.ProcFile.DESCRIPTORS;
import static io.observoor.probes.process.ProcFile.IO;
import static io.observoor.probes.process.ProcFile.LIMITS;
import static io.observoor.probes.process.ProcFile.STATUS;
import static io.observoor.probes.process.ProcFile.STATUS_OF_THREADS;

import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.TableSchema;
import java.util.List;
import java.util.stream.Collectors;

/** The tables, with the position of each number. */
final class ProcTables {

  static final ProcTable MEMORY =
      new ProcTable(
          "memory_usage",
          List.of(
              ProcField.of("vm_size_bytes", Scalar.UINT64, STATUS, "VmSize:").kibibytes(),
              ProcField.of("vm_rss_bytes", Scalar.UINT64, STATUS, "VmRSS:").kibibytes(),
              ProcField.of("rss_anon_bytes", Scalar.UINT64, STATUS, "RssAnon:").kibibytes(),
              ProcField.of("rss_file_bytes", Scalar.UINT64, STATUS, "RssFile:").kibibytes(),
              ProcField.of("rss_shmem_bytes", Scalar.UINT64, STATUS, "RssShmem:").kibibytes(),
              ProcField.of("vm_swap_bytes", Scalar.UINT64, STATUS, "VmSwap:").kibibytes()));

  static final ProcTable IO_USAGE =
      new ProcTable(
          "process_io_usage",
          List.of(
              ProcField.of("rchar_bytes", Scalar.UINT64, IO, "rchar:"),
              ProcField.of("wchar_bytes", Scalar.UINT64, IO, "wchar:"),
              ProcField.of("syscr", Scalar.UINT64, IO, "syscr:"),
              ProcField.of("syscw", Scalar.UINT64, IO, "syscw:"),
              ProcField.of("read_bytes", Scalar.UINT64, IO, "read_bytes:"),
              ProcField.of("write_bytes", Scalar.UINT64, IO, "write_bytes:"),
              ProcField.of("cancelled_write_bytes", Scalar.INT64, IO, "cancelled_write_bytes:")));

  static final ProcTable DESCRIPTOR_USAGE =
      new ProcTable(
          "process_fd_usage",
          List.of(
              ProcField.of("open_fds", Scalar.UINT32, DESCRIPTORS, ""),
              ProcField.of("fd_limit_soft", Scalar.UINT64, LIMITS, "Max open files"),
              ProcField.of("fd_limit_hard", Scalar.UINT64, LIMITS, "Max open files").second()));

  static final ProcTable SCHEDULER_USAGE =
      new ProcTable(
          "process_sched_usage",
          List.of(
              ProcField.of("threads", Scalar.UINT32, STATUS, "Threads:"),
              ProcField.of(
                  "voluntary_ctxt_switches",
                  Scalar.UINT64,
                  STATUS_OF_THREADS,
                  "voluntary_ctxt_switches:"),
              ProcField.of(
                  "nonvoluntary_ctxt_switches",
                  Scalar.UINT64,
                  STATUS_OF_THREADS,
                  "nonvoluntary_ctxt_switches:")));

  static final List<ProcTable> ALL = List.of(MEMORY, IO_USAGE, DESCRIPTOR_USAGE, SCHEDULER_USAGE);

  /** All fields of all tables; the index of a field is its slot in a reading. */
  static final List<ProcField> FIELDS =
      ALL.stream().flatMap(table -> table.fields().stream()).toList();

  private ProcTables() {}

  /** Returns the names of the tables that have numbers from a file. */
  static String namesWith(ProcFile file) {
    return ALL.stream()
        .filter(table -> table.fields().stream().anyMatch(field -> field.file() == file))
        .map(ProcTable::name)
        .collect(Collectors.joining(", "));
  }

  /**
   * A table.
   *
   * @param name its name
   * @param fields its own columns
   */
  record ProcTable(String name, List<ProcField> fields) {

    TableSchema schema() {
      return TableSchema.ofProcesses(name, fields.stream().map(ProcField::column).toList());
    }

    /** Returns the slots of its fields in a reading. */
    int[] slots() {
      return fields.stream().mapToInt(FIELDS::indexOf).toArray();
    }
  }
}
