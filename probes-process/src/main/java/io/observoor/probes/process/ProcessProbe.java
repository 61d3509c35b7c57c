package io.observoor.probes.process;

import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.probes.process.ProcTables.ProcTable;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Memory, I/O, descriptors and threads of the tracked processes, as {@code /proc} gives them at
 * each window's end. It has no kernel side; the module's README says what each column is.
 */
@Component(service = Probe.class, configurationPid = ProcessProbeConfiguration.PID)
@Designate(ocd = ProcessProbeConfiguration.class)
public final class ProcessProbe implements Probe {
  private final List<ProcTable> tables;

  /** Made by Declarative Services, anew when its configuration changes. */
  @Activate
  public ProcessProbe(ProcessProbeConfiguration configuration) {
    this(configuration.enabled());
  }

  /**
   * The same without a configuration.
   *
   * @param enabled false: no table is read
   */
  public ProcessProbe(boolean enabled) {
    tables = enabled ? ProcTables.ALL : List.of();
  }

  @Override
  public ProbeDeclaration declaration() {
    ProcReadings readings = new ProcReadings(new ProcReader(Path.of("/proc")), System::nanoTime);
    ProbeDeclaration.Builder probe = ProbeDeclaration.named("process");
    for (ProcTable table : tables) {
      probe.snapshot(new ProcSnapshot(table, readings));
    }
    return probe.build();
  }
}
