package io.observoor.architecture;

import io.observoor.api.batch.TableSchema;
import io.observoor.api.probe.DerivedMetric;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.Snapshot;
import io.observoor.probes.disk.DiskProbe;
import io.observoor.probes.mem.MemProbe;
import io.observoor.probes.net.NetProbe;
import io.observoor.probes.process.ProcessProbe;
import io.observoor.probes.sched.SchedProbe;
import io.observoor.probes.syscall.SyscallProbe;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables in the declarations of all probes. */
final class DeclaredTables {
  static final List<ProbeDeclaration> PROBES =
      Stream.of(
              new SyscallProbe(),
              new NetProbe(),
              new SchedProbe(),
              new MemProbe(),
              new DiskProbe(),
              new ProcessProbe(true))
          .map(Probe::declaration)
          .toList();

  private DeclaredTables() {}

  /** Returns the tables that the reference agent has too, by name. */
  static Map<String, TableSchema> ofReference() {
    return Stream.concat(
            PROBES.stream()
                .flatMap(
                    probe ->
                        Stream.of(
                                probe.metrics().stream().map(MetricDeclaration::schema),
                                probe.derivedMetrics().stream().map(DerivedMetric::schema),
                                probe.snapshots().stream().map(Snapshot::schema))
                            .flatMap(schemas -> schemas)),
            UnfilledTables.ALL.stream())
        .collect(Collectors.toMap(TableSchema::name, schema -> schema));
  }

  /** Returns the names of the snapshots, which are not sampled. */
  static Set<String> snapshots() {
    return PROBES.stream()
        .flatMap(probe -> probe.snapshots().stream())
        .map(snapshot -> snapshot.schema().name())
        .collect(Collectors.toSet());
  }
}
