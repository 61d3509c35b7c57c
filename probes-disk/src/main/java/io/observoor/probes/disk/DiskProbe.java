package io.observoor.probes.disk;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.CodeSource;
import io.observoor.api.probe.Dimension;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricInput;
import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.Unit;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * Probe of block devices: times requests from issue to completion and counts merges, each with the
 * process that owns it. The module's README says what counts and which process owns a request.
 */
@Component
public final class DiskProbe implements Probe {
  /** Codes of the dimension {@code rw}: {@code enum disk_direction}. */
  static final Map<Long, String> DIRECTIONS =
      Map.of(0L, "read", 1L, "write", 2L, "flush", 3L, "discard", 4L, "other");

  static final String DISK_IO = "disk_io";
  static final String BLOCK_MERGE = "block_merge";

  private static final Dimension DEVICE =
      Dimension.number("device_id").option("disk.include_device");
  private static final Dimension READ_WRITE =
      Dimension.names("rw", DIRECTIONS, "unknown").option("disk.include_rw");

  /** Called by Declarative Services. */
  public DiskProbe() {}

  @Override
  public ProbeDeclaration declaration() {
    ProbeDeclaration.Builder probe =
        ProbeDeclaration.named("disk")
            .object(DiskProbe.class, "disk")
            .event(
                EventDeclaration.named(DISK_IO)
                    .field("duration_ns", Unit.NANOSECONDS)
                    .field("bytes", Unit.BYTES)
                    .field("queue_depth", Unit.COUNT)
                    .field("device", Unit.CODE)
                    .field("rw", Unit.CODE))
            .event(
                EventDeclaration.named(BLOCK_MERGE)
                    .field("bytes", Unit.BYTES)
                    .field("device", Unit.CODE)
                    .field("rw", Unit.CODE))
            .metric(of(MetricDeclaration.latency("disk_latency"), DISK_IO, "duration_ns"))
            .metric(of(MetricDeclaration.counter("disk_bytes"), DISK_IO, "bytes"))
            .metric(of(MetricDeclaration.gauge("disk_queue_depth"), DISK_IO, "queue_depth"))
            .metric(of(MetricDeclaration.counter(BLOCK_MERGE), BLOCK_MERGE, "bytes"));
    for (Attachment attachment : DiskAttachments.all()) {
      probe.attachment(attachment);
    }
    return probe.build();
  }

  private static MetricDeclaration of(MetricDeclaration metric, String event, String value) {
    return metric
        .by(DEVICE)
        .by(READ_WRITE)
        .from(
            MetricInput.of(event)
                .value(value)
                .code(CodeSource.field("device"))
                .code(CodeSource.field("rw")));
  }
}
