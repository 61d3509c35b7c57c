package io.observoor.kernel.host;

import io.observoor.api.batch.ClientType;
import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.ProcessListener;
import io.observoor.api.probe.TrackedProcess;
import io.observoor.kernel.EventStatus;
import io.observoor.kernel.KernelStatistics;
import io.observoor.kernel.ProbeHost;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.pipeline.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the kernel side as services, and installs every probe that appears. */
@Component(
    service = {ProbeHost.class, TrackedProcesses.class},
    configurationPid = "io.observoor.kernel",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = KernelConfiguration.class)
public final class KernelComponent implements ProbeHost, TrackedProcesses {
  private static final Logger LOG = LoggerFactory.getLogger(KernelComponent.class);

  private final Kernel kernel;

  /** The names of the probes that were installed, by the service they came from. */
  private final Map<Probe, String> installed = new ConcurrentHashMap<>();

  /** Creates the shared maps and starts the reader; probes come afterwards. */
  @Activate
  public KernelComponent(KernelConfiguration configuration, @Reference Pipeline pipeline) {
    kernel = new Kernel(pipeline, configuration.ringBufferBytes(), ProbeRules.of(configuration));
  }

  /** Installs a probe. One that fails is refused alone. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeProbe")
  void addProbe(Probe probe) {
    try {
      ProbeDeclaration declaration = probe.declaration();
      if (kernel.probes().install(declaration)) {
        installed.put(probe, declaration.name());
      }
    } catch (RuntimeException refused) {
      LOG.error("a probe of {} is refused: {}", probe.getClass().getName(), refused.getMessage());
      LOG.debug("refused", refused);
    }
  }

  /** Removes a probe. */
  void removeProbe(Probe probe) {
    String name = installed.remove(probe);
    if (name != null) {
      kernel.probes().remove(name);
    }
  }

  /** Tells a listener of the tracked processes. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeListener")
  void addListener(ProcessListener listener) {
    kernel.addListener(listener);
  }

  /** Tells it no more. */
  void removeListener(ProcessListener listener) {
    kernel.removeListener(listener);
  }

  /** Detaches everything and frees the kernel's memory. */
  @Deactivate
  void close() {
    kernel.close();
  }

  @Override
  public List<EventStatus> events() {
    return kernel.probes().events();
  }

  @Override
  public KernelStatistics statistics() {
    return kernel.statistics();
  }

  @Override
  public void quiesce() {
    kernel.quiesce();
  }

  @Override
  public boolean track(int pid, ClientType client) {
    return kernel.processes().track(pid, client);
  }

  @Override
  public void untrack(int pid) {
    kernel.processes().untrack(pid);
  }

  @Override
  public void trackNames(Map<String, ClientType> clients) {
    kernel.processes().trackNames(clients);
  }

  @Override
  public boolean followsProcesses() {
    return kernel.processes().followsProcesses();
  }

  @Override
  public void refresh() {
    kernel.processes().refresh();
  }

  @Override
  public Map<Integer, TrackedProcess> tracked() {
    return kernel.processes().tracked();
  }
}
