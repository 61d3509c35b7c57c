package io.observoor.architecture;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.TableSchema;
import java.util.List;

/** The reference agent's tables that no probe fills yet. */
final class UnfilledTables {
  static final List<TableSchema> ALL =
      List.of(
          TableSchema.ofPoints(
              "sync_state",
              List.of(
                  Column.value("cl_syncing", Scalar.BOOL),
                  Column.value("el_optimistic", Scalar.BOOL),
                  Column.value("el_offline", Scalar.BOOL))),
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
                  Column.value("disk_rotational", new ColumnType.Array(Scalar.UINT8)))));

  private UnfilledTables() {}
}
