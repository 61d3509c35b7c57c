package io.observoor.delivery.component;

import io.observoor.api.batch.BatchIntake;
import io.observoor.api.batch.WindowRows;
import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProcessListener;
import io.observoor.api.probe.TrackedProcess;
import io.observoor.api.sink.Sink;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.DeliveryStatistics;
import io.observoor.delivery.SinkControl;
import io.observoor.delivery.SinkControlException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Delivery as an OSGi component: sinks and probes come and go as services. */
@Component(
    service = {BatchIntake.class, Delivery.class, SinkControl.class, ProcessListener.class},
    immediate = true,
    configurationPid = "io.observoor.delivery",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = DeliveryConfiguration.class)
public final class DeliveryComponent
    implements BatchIntake, Delivery, SinkControl, ProcessListener {
  /** The service property of a sink; one that has it set to false stands by. */
  private static final String ENABLED = "enabled";

  private final DurableDelivery delivery;

  /** Called by Declarative Services. */
  @Activate
  public DeliveryComponent(DeliveryConfiguration configuration) {
    delivery =
        new DurableDelivery(
            Path.of(configuration.directory()),
            configuration.maximumBytes(),
            List.of(configuration.sinks()));
    delivery.start();
  }

  /** A sink has come; it runs unless its property {@code enabled} is false. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addSink(Sink sink, Map<String, Object> properties) {
    boolean standsBy = "false".equalsIgnoreCase(String.valueOf(properties.get(ENABLED)));
    delivery.add(sink, !standsBy);
  }

  /** A sink goes: this returns when it has let go, so that its bundle can stop. */
  void removeSink(Sink sink) {
    delivery.remove(sink);
  }

  /** A probe has come. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addProbe(Probe probe) {
    delivery.add(probe);
  }

  /** A probe goes. */
  void removeProbe(Probe probe) {
    delivery.remove(probe);
  }

  @Override
  public void processTracked(TrackedProcess process) {
    delivery.processes().processTracked(process);
  }

  @Override
  public void processEnded(int pid) {
    delivery.processes().processEnded(pid);
  }

  @Deactivate
  void deactivate() {
    delivery.close();
  }

  @Override
  public boolean offer(WindowRows rows) {
    return delivery.offer(rows);
  }

  @Override
  public boolean flush(Duration deadline) {
    return delivery.flush(deadline);
  }

  @Override
  public void start(String sink, Duration deadline) throws SinkControlException {
    delivery.start(sink, deadline);
  }

  @Override
  public boolean stop(String sink, Duration deadline) throws SinkControlException {
    return delivery.stop(sink, deadline);
  }

  @Override
  public Handover swap(String from, String to, Duration deadline) throws SinkControlException {
    return delivery.swap(from, to, deadline);
  }

  @Override
  public long remove(String sink) throws SinkControlException {
    return delivery.remove(sink);
  }

  @Override
  public DeliveryStatistics statistics() {
    return delivery.statistics();
  }
}
