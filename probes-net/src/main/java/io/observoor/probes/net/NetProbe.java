package io.observoor.probes.net;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.CodeSource;
import io.observoor.api.probe.Dimension;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricInput;
import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.ProcessListener;
import io.observoor.api.probe.TrackedProcess;
import io.observoor.api.probe.Unit;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * Probe of the network: bytes sent and received over TCP and UDP, changes of state and
 * retransmissions of TCP connections. It listens for tracked processes, because their command lines
 * name their ports. The module's README says what counts.
 */
@Component
public final class NetProbe implements Probe, ProcessListener {
  private static final Dimension PORT_LABEL =
      Dimension.names("port_label", PortLabel.texts(), PortLabel.UNKNOWN_TEXT)
          .option("network.include_port");
  private static final Dimension DIRECTION =
      Dimension.names("direction", Map.of(0L, "tx", 1L, "rx"), "unknown")
          .option("network.include_direction");
  private static final int SENT = 0;
  private static final int RECEIVED = 1;

  /** Positions of fields. */
  private static final int LOCAL_PORT = 1;

  private static final int REMOTE_PORT = 2;

  private final PortLabels labels = new PortLabels(PortRules.load());

  /** Called by Declarative Services. */
  public NetProbe() {}

  @Override
  public void processTracked(TrackedProcess process) {
    labels.add(process);
  }

  @Override
  public void processEnded(int pid) {
    labels.remove(pid);
  }

  @Override
  public ProbeDeclaration declaration() {
    ProbeDeclaration.Builder probe =
        ProbeDeclaration.named("net")
            .object(NetProbe.class, "net")
            .event(
                transfer("net_tx_tcp", "net_tx", "tcp_send")
                    .field("srtt_us", Unit.MICROSECONDS)
                    .field("snd_cwnd", Unit.COUNT))
            .event(transfer("net_tx_udp", "net_tx", "udp_send"))
            .event(transfer("net_rx_tcp", "net_rx", "tcp_recv"))
            .event(transfer("net_rx_udp", "net_rx", "udp_recv"))
            .event(transfer("tcp_retransmit", "tcp_retransmit", "tcp_retransmit"))
            .event(EventDeclaration.named("tcp_state").field("new_state", Unit.CODE))
            .metric(
                MetricDeclaration.counter("net_io")
                    .by(PORT_LABEL)
                    .by(DIRECTION)
                    .from(bytes("net_tx_tcp", Transport.TCP, SENT))
                    .from(bytes("net_tx_udp", Transport.UDP, SENT))
                    .from(bytes("net_rx_tcp", Transport.TCP, RECEIVED))
                    .from(bytes("net_rx_udp", Transport.UDP, RECEIVED)))
            .metric(
                MetricDeclaration.counter("tcp_retransmit")
                    .by(PORT_LABEL)
                    .by(DIRECTION)
                    .from(bytes("tcp_retransmit", Transport.TCP, SENT)))
            .metric(
                MetricDeclaration.gauge("tcp_rtt")
                    .by(PORT_LABEL)
                    .from(level("srtt_us").whenGreater("srtt_us", 0)))
            .metric(
                MetricDeclaration.gauge("tcp_cwnd")
                    .by(PORT_LABEL)
                    .from(level("snd_cwnd").whenGreater("snd_cwnd", 0)))
            .metric(
                MetricDeclaration.counter("tcp_state_change").from(MetricInput.of("tcp_state")));
    for (Attachment attachment : NetAttachments.all()) {
      probe.attachment(attachment);
    }
    return probe.build();
  }

  private static EventDeclaration transfer(String name, String type, String group) {
    return EventDeclaration.named(name)
        .type(type)
        .group(group)
        .field("bytes", Unit.BYTES)
        .field("local_port", Unit.CODE)
        .field("remote_port", Unit.CODE);
  }

  private MetricInput bytes(String event, Transport transport, long direction) {
    return MetricInput.of(event)
        .value("bytes")
        .code(label(transport))
        .code(CodeSource.constant(direction));
  }

  private MetricInput level(String field) {
    return MetricInput.of("net_tx_tcp").value(field).code(label(Transport.TCP));
  }

  private CodeSource label(Transport transport) {
    return CodeSource.computed(
        event ->
            labels.label(
                event.pid(),
                event.clientType(),
                transport,
                event.field(LOCAL_PORT),
                event.field(REMOTE_PORT)));
  }
}
