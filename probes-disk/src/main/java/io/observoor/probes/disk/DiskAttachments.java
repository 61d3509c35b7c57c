package io.observoor.probes.disk;

import io.observoor.api.probe.Attachment;
import java.util.List;
import java.util.stream.Stream;

/**
 * The attachments of each event: on {@code tp_btf}, else on {@code raw_tp}, else on plain
 * tracepoints.
 *
 * <p>Interrupts issue and complete requests, too, so these programs come in pairs. The other
 * programs come in pairs since Linux 7.0, where the single ones refuse to load. Late releases of
 * Linux 5.10 need programs of their own, which would misread the arguments on its early releases;
 * the programs for the early releases and for all later kernels do not load on the late ones.
 */
final class DiskAttachments {
  private static final List<String> NONE = List.of();

  /**
   * Programs of one alternative, without the suffix of their hook.
   *
   * @param threads programs at hooks that only threads reach
   * @param interrupts programs at hooks that interrupts reach, too
   */
  private record Programs(List<String> threads, List<String> interrupts) {}

  private DiskAttachments() {}

  static List<Attachment> all() {
    return List.of(dirtiedFolios(), requests(), requestMerges(), bioMerges());
  }

  /**
   * Records which process dirties a file; without it, write-back has no owner. Before Linux 5.18
   * the tracepoint had another name; the plain tracepoint does not pass the file's address.
   */
  private static Attachment dirtiedFolios() {
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

  /** Merges of whole requests, which only some I/O schedulers do. */
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
      Attachment attachment, String hook, String suffix, Programs programs, Programs late) {
    Attachment more = withPairs(attachment, hook, suffix, programs);
    String[] preempted =
        named(
            suffix,
            programs.threads().stream().map(name -> name + "_preempted").toList(),
            programs.interrupts());
    more = more.programs(hook + " twice", preempted).second(preempted);
    return late.equals(programs) ? more : withPairs(more, hook, suffix, late);
  }

  private static Attachment withPairs(
      Attachment attachment, String hook, String suffix, Programs programs) {
    return attachment
        .programs(hook, named(suffix, programs.threads(), programs.interrupts()))
        .second(named(suffix, NONE, programs.interrupts()));
  }

  private static String[] named(String suffix, List<String> programs, List<String> others) {
    return Stream.concat(programs.stream(), others.stream())
        .map(name -> name + suffix)
        .toArray(String[]::new);
  }
}
