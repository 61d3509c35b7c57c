package io.observoor.api.probe;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.RowAppender;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The reference agent's tables that no kernel event feeds. */
final class ReferenceSnapshots {
  static final Snapshot MEMORY_USAGE =
      new Reading(
          TableSchema.ofProcesses(
              "memory_usage",
              List.of(
                  Column.value("vm_size_bytes", Scalar.UINT64),
                  Column.value("vm_rss_bytes", Scalar.UINT64),
                  Column.value("rss_anon_bytes", Scalar.UINT64),
                  Column.value("rss_file_bytes", Scalar.UINT64),
                  Column.value("rss_shmem_bytes", Scalar.UINT64),
                  Column.value("vm_swap_bytes", Scalar.UINT64))),
          Duration.ZERO);

  static final Snapshot IO_USAGE =
      new Reading(
          TableSchema.ofProcesses(
              "process_io_usage",
              List.of(
                  Column.value("rchar_bytes", Scalar.UINT64),
                  Column.value("wchar_bytes", Scalar.UINT64),
                  Column.value("syscr", Scalar.UINT64),
                  Column.value("syscw", Scalar.UINT64),
                  Column.value("read_bytes", Scalar.UINT64),
                  Column.value("write_bytes", Scalar.UINT64),
                  Column.value("cancelled_write_bytes", Scalar.INT64))),
          Duration.ZERO);

  static final Snapshot DESCRIPTOR_USAGE =
      new Reading(
          TableSchema.ofProcesses(
              "process_fd_usage",
              List.of(
                  Column.value("open_fds", Scalar.UINT32),
                  Column.value("fd_limit_soft", Scalar.UINT64),
                  Column.value("fd_limit_hard", Scalar.UINT64))),
          Duration.ZERO);

  static final Snapshot SCHEDULER_USAGE =
      new Reading(
          TableSchema.ofProcesses(
              "process_sched_usage",
              List.of(
                  Column.value("threads", Scalar.UINT32),
                  Column.value("voluntary_ctxt_switches", Scalar.UINT64),
                  Column.value("nonvoluntary_ctxt_switches", Scalar.UINT64))),
          Duration.ZERO);

  static final Snapshot SYNC_STATE =
      new Reading(
          TableSchema.ofPoints(
              "sync_state",
              List.of(
                  Column.value("cl_syncing", Scalar.BOOL),
                  Column.value("el_optimistic", Scalar.BOOL),
                  Column.value("el_offline", Scalar.BOOL))),
          Duration.ofSeconds(12));

  static final Snapshot HOST_SPECS =
      new Reading(
          TableSchema.ofPoints(
              "host_specs",
              List.of(
                  Column.dimension("host_id", Scalar.TEXT),
                  Column.value("kernel_release", Scalar.LOW_CARDINALITY_TEXT),
                  Column.value("os_name", Scalar.LOW_CARDINALITY_TEXT),
                  Column.value("architecture", Scalar.LOW_CARDINALITY_TEXT),
                  Column.value("cpu_model", Scalar.TEXT),
                  Column.value("cpu_vendor", Scalar.LOW_CARDINALITY_TEXT),
                  Column.value("cpu_online_cores", Scalar.UINT16),
                  Column.value("cpu_logical_cores", Scalar.UINT16),
                  Column.value("cpu_physical_cores", Scalar.UINT16),
                  Column.value("cpu_performance_cores", Scalar.UINT16),
                  Column.value("cpu_efficiency_cores", Scalar.UINT16),
                  Column.value("cpu_unknown_type_cores", Scalar.UINT16),
                  Column.value("cpu_logical_ids", new ColumnType.Array(Scalar.UINT16)),
                  Column.value("cpu_core_ids", new ColumnType.Array(Scalar.INT32)),
                  Column.value("cpu_package_ids", new ColumnType.Array(Scalar.INT32)),
                  Column.value("cpu_die_ids", new ColumnType.Array(Scalar.INT32)),
                  Column.value("cpu_cluster_ids", new ColumnType.Array(Scalar.INT32)),
                  Column.value("cpu_core_types", new ColumnType.Array(Scalar.UINT8)),
                  Column.value("cpu_core_type_labels", new ColumnType.Array(Scalar.TEXT)),
                  Column.value("cpu_online_flags", new ColumnType.Array(Scalar.UINT8)),
                  Column.value("cpu_max_freq_khz", new ColumnType.Array(Scalar.UINT64)),
                  Column.value("cpu_base_freq_khz", new ColumnType.Array(Scalar.UINT64)),
                  Column.value("memory_total_bytes", Scalar.UINT64),
                  Column.value("memory_type", Scalar.LOW_CARDINALITY_TEXT),
                  Column.value("memory_speed_mts", Scalar.UINT32),
                  Column.value("memory_dimm_count", Scalar.UINT16),
                  Column.value("memory_dimm_sizes_bytes", new ColumnType.Array(Scalar.UINT64)),
                  Column.value("memory_dimm_types", new ColumnType.Array(Scalar.TEXT)),
                  Column.value("memory_dimm_speeds_mts", new ColumnType.Array(Scalar.UINT32)),
                  Column.value(
                      "memory_dimm_configured_speeds_mts", new ColumnType.Array(Scalar.UINT32)),
                  Column.value("memory_dimm_locators", new ColumnType.Array(Scalar.TEXT)),
                  Column.value("memory_dimm_bank_locators", new ColumnType.Array(Scalar.TEXT)),
                  Column.value("memory_dimm_manufacturers", new ColumnType.Array(Scalar.TEXT)),
                  Column.value("memory_dimm_part_numbers", new ColumnType.Array(Scalar.TEXT)),
                  Column.value("memory_dimm_serials", new ColumnType.Array(Scalar.TEXT)),
                  Column.value("disk_count", Scalar.UINT16),
                  Column.value("disk_total_bytes", Scalar.UINT64),
                  Column.value("disk_names", new ColumnType.Array(Scalar.TEXT)),
                  Column.value("disk_models", new ColumnType.Array(Scalar.TEXT)),
                  Column.value("disk_vendors", new ColumnType.Array(Scalar.TEXT)),
                  Column.value("disk_serials", new ColumnType.Array(Scalar.TEXT)),
                  Column.value("disk_sizes_bytes", new ColumnType.Array(Scalar.UINT64)),
                  Column.value("disk_rotational", new ColumnType.Array(Scalar.UINT8)))),
          Duration.ofHours(24));

  private ReferenceSnapshots() {}

  private record Reading(TableSchema schema, Duration interval) implements Snapshot {
    @Override
    public void collect(Window window, Map<Integer, Integer> processes, RowAppender rows) {}
  }
}
