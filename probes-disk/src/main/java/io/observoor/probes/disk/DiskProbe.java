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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/**
 * Requests of block devices, from their issue to their completion, and the merges that made them
 * larger, each with the process that it was made for. The module's README says what counts and who
 * owns what.
 */
@Component
public final class DiskProbe implements Probe {
  /** The codes of the dimension {@code rw}: {@code enum disk_direction}. */
  static final Map<Long, String> DIRECTIONS =
      Map.of(0L, "read", 1L, "write", 2L, "flush", 3L, "discard", 4L, "other");

  private static final String DISK_IO = "disk_io";
  private static final String BLOCK_MERGE = "block_merge";

  private static final Dimension DEVICE =
      Dimension.number("device_id").option("disk.include_device");
  private static final Dimension READ_WRITE =
      Dimension.names("rw", DIRECTIONS, "unknown").option("disk.include_rw");

  /** Made by Declarative Services. */
  public DiskProbe() {}

  @Override
  public ProbeDeclaration declaration() {
    return ProbeDeclaration.named("disk")
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
        .metric(of(MetricDeclaration.counter(BLOCK_MERGE), BLOCK_MERGE, "bytes"))
        .attachment(dirtiers())
        .attachment(requests())
        .attachment(requestMerges())
        .attachment(bioMerges())
        .build();
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

  /**
   * Who writes which file: without it, what the kernel writes back later is nobody's. Before Linux
   * 5.18 its tracepoint had another name; the plain one does not tell the file's address.
   */
  private static Attachment dirtiers() {
    return Attachment.of(DISK_IO, BLOCK_MERGE)
        .group(DISK_IO)
        .programs("tp_btf", "folio_dirtied_btf")
        .programs("tp_btf", "page_dirtied_btf")
        .programs("raw_tp", "folio_dirtied_raw")
        .programs("raw_tp", "page_dirtied_raw");
  }

  private static Attachment requests() {
    return alternatives(
        Attachment.of(DISK_IO),
        List.of("queued", "split", "issued", "requeued", "completed"),
        List.of("queued", "split", "issued_late", "requeued_late", "completed"));
  }

  /** Merges of whole requests, a scheduler's rarity. */
  private static Attachment requestMerges() {
    return alternatives(
        Attachment.of(BLOCK_MERGE).group(BLOCK_MERGE),
        List.of("merged_request"),
        List.of("merged_request_late"));
  }

  private static Attachment bioMerges() {
    List<String> programs = List.of("back_merged", "front_merged");
    Attachment attachment = Attachment.of(BLOCK_MERGE);
    attachment = twice(attachment.programs("tp_btf", named(programs, "_btf")), "tp_btf", programs);
    attachment = twice(attachment.programs("raw_tp", named(programs, "_raw")), "raw_tp", programs);
    return attachment.programs("tracepoint", named(programs, "_tracepoint"));
  }

  /**
   * Late releases of Linux 5.10 need programs of their own, which would take one thing for another
   * on its early ones; those of the early ones and of all later kernels do not load on them.
   */
  private static Attachment alternatives(
      Attachment attachment, List<String> programs, List<String> late) {
    Attachment typed = attachment.programs("tp_btf", named(programs, "_btf"));
    Attachment raw =
        twice(typed, "tp_btf", programs)
            .programs("tp_btf", named(late, "_btf"))
            .programs("raw_tp", named(programs, "_raw"));
    return twice(raw, "raw_tp", programs)
        .programs("raw_tp", named(late, "_raw"))
        .programs("tracepoint", named(programs, "_tracepoint"));
  }

  /**
   * The pairs that miss nothing where threads are preempted within tracepoints; single programs do
   * not load there.
   */
  private static Attachment twice(Attachment attachment, String hook, List<String> programs) {
    String ending = hook.equals("tp_btf") ? "_btf" : "_raw";
    String[] first = named(programs, "_first" + ending);
    return attachment
        .programs(
            hook + " twice",
            Stream.concat(Stream.of(first), Stream.of(named(programs, "_again" + ending)))
                .toArray(String[]::new))
        .covered(first);
  }

  private static String[] named(List<String> programs, String hook) {
    return programs.stream().map(name -> name + hook).toArray(String[]::new);
  }
}
