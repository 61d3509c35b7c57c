package io.observoor.probes.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.api.batch.Column;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the declaration with the tables of the reference agent. */
final class ProcessProbeTest {

  @Test
  void columnsMatchTheReferenceAgent() {
    Map<String, List<String>> columns =
        declaration(true).snapshots().stream()
            .map(Snapshot::schema)
            .collect(
                Collectors.toMap(
                    schema -> schema.name(),
                    schema ->
                        schema.columns().stream()
                            .filter(column -> column.source() == Column.Source.VALUE)
                            .map(column -> column.name() + " " + column.type())
                            .toList()));
    assertEquals(
        Map.of(
            "memory_usage",
            List.of(
                "vm_size_bytes UINT64",
                "vm_rss_bytes UINT64",
                "rss_anon_bytes UINT64",
                "rss_file_bytes UINT64",
                "rss_shmem_bytes UINT64",
                "vm_swap_bytes UINT64"),
            "process_io_usage",
            List.of(
                "rchar_bytes UINT64",
                "wchar_bytes UINT64",
                "syscr UINT64",
                "syscw UINT64",
                "read_bytes UINT64",
                "write_bytes UINT64",
                "cancelled_write_bytes INT64"),
            "process_fd_usage",
            List.of("open_fds UINT32", "fd_limit_soft UINT64", "fd_limit_hard UINT64"),
            "process_sched_usage",
            List.of(
                "threads UINT32",
                "voluntary_ctxt_switches UINT64",
                "nonvoluntary_ctxt_switches UINT64")),
        columns);
  }

  @Test
  void hasNoSnapshotsIfDisabled() {
    assertEquals(List.of(), declaration(false).snapshots());
  }

  private static ProbeDeclaration declaration(boolean enabled) {
    return new ProcessProbe(enabled).declaration();
  }
}
