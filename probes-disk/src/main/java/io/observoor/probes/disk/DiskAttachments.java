package io.observoor.probes.disk;

import io.observoor.api.probe.Attachment;
import java.util.List;
import java.util.stream.Stream;

/**
 * How each event comes to be seen, on older and newer kernels: at the tracepoints with their types,
 * else at the raw ones, else at the plain ones.
 *
 * <p>Requests are handed out and done in interrupts as well, so those programs are always pairs.
 * The others are pairs from Linux 7.0 on, where their single ones do not load. Late releases of
 * Linux 5.10 need programs of their own, which would take one thing for another on its early ones;
 * those of the early ones and of all later kernels do not load on them.
 */
final class DiskAttachments {
  private static final List<String> NONE = List.of();

  /**
   * Programs of one alternative, without their endings.
   *
   * @param threads at what threads alone do
   * @param interrupts at what happens in interrupts as well
   */
  private record Programs(List<String> threads, List<String> interrupts) {}

  private DiskAttachments() {}

  static List<Attachment> all() {
    return List.of(dirtiers(), requests(), requestMerges(), bioMerges());
  }

  /**
   * Who writes which file: without it, what the kernel writes back later is nobody's. Before Linux
   * 5.18 its tracepoint had another name; the plain one does not tell the file's address.
   */
  private static Attachment dirtiers() {
    return Attachment.of(DiskProbe.DISK_IO, DiskProbe.BLOCK_MERGE)
        .group(DiskProbe.DISK_IO)
        .programs("tp_btf", "folio_dirtied_btf")
        .programs("tp_btf", "page_dirtied_btf")
        .programs("raw_tp", "folio_dirtied_raw")
        .programs("raw_tp", "page_dirtied_raw");
  }

  private static Attachment requests() {
    List<String> bios = List.of("bio_queue", "bio_split");
    return alternatives(
        Attachment.of(DiskProbe.DISK_IO),
        new Programs(bios, List.of("rq_issue", "rq_requeue", "rq_complete")),
        new Programs(bios, List.of("rq_issue_late", "rq_requeue_late", "rq_complete")));
  }

  /** Merges of whole requests, a scheduler's rarity. */
  private static Attachment requestMerges() {
    return alternatives(
        Attachment.of(DiskProbe.BLOCK_MERGE).group(DiskProbe.BLOCK_MERGE),
        new Programs(List.of("rq_merge"), NONE),
        new Programs(List.of("rq_merge_late"), NONE));
  }

  private static Attachment bioMerges() {
    Programs merges = new Programs(List.of("bio_backmerge", "bio_frontmerge"), NONE);
    return alternatives(Attachment.of(DiskProbe.BLOCK_MERGE), merges, merges);
  }

  private static Attachment alternatives(Attachment attachment, Programs programs, Programs late) {
    Attachment more = withHook(attachment, "tp_btf", "_btf", programs, late);
    more = withHook(more, "raw_tp", "_raw", programs, late);
    return more.programs(
        "tracepoint", named("_tracepoint", programs.threads(), programs.interrupts()));
  }

  private static Attachment withHook(
      Attachment attachment, String hook, String ending, Programs programs, Programs late) {
    Attachment more = withPairs(attachment, hook, ending, programs);
    String[] preempted =
        named(
            ending,
            programs.threads().stream().map(name -> name + "_preempted").toList(),
            programs.interrupts());
    more = more.programs(hook + " twice", preempted).second(preempted);
    return late.equals(programs) ? more : withPairs(more, hook, ending, late);
  }

  private static Attachment withPairs(
      Attachment attachment, String hook, String ending, Programs programs) {
    return attachment
        .programs(hook, named(ending, programs.threads(), programs.interrupts()))
        .second(named(ending, NONE, programs.interrupts()));
  }

  private static String[] named(String ending, List<String> programs, List<String> more) {
    return Stream.concat(programs.stream(), more.stream())
        .map(name -> name + ending)
        .toArray(String[]::new);
  }
}
