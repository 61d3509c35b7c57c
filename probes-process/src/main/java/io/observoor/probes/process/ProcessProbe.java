package io.observoor.probes.process;

import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.probes.process.ProcTables.ProcTable;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Probe of the memory, I/O, descriptors and threads of tracked processes, read from {@code /proc}
 * at each window's end. It has no BPF programs; the module's README describes the columns.
 */
@Component(service = Probe.class, configurationPid = "io.observoor.probes.process")
public final class ProcessProbe implements Probe {
  private final List<ProcTable> tables;

  /** Configuration of the component. */
  public @interface Configuration {
    /** Whether to take snapshots. */
    boolean enabled() default true;
  }

  /** Called by Declarative Services, again for each change of the configuration. */
  @Activate
  public ProcessProbe(Configuration configuration) {
    this(configuration.enabled());
  }

  /**
   * Creates the probe without Declarative Services.
   *
   * @param enabled whether to take snapshots
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
