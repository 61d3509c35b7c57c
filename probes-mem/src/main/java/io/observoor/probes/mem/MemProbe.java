package io.observoor.probes.mem;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricInput;
import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.SoftwareEvent;
import io.observoor.api.probe.Unit;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Probe of page faults, reclaim, compaction, swapping, OOM kills and process exits. Each event has
 * a group of the same name and an attachment of its own, so a missing hook disables one event only.
 * The module's README says what counts and which hook is for which kernel.
 */
@Component
public final class MemProbe implements Probe {
  private static final String PAGE_FAULT = "page_fault";
  private static final String MAJOR = "major";
  private static final String RECLAIM = "mem_reclaim";
  private static final String COMPACTION = "mem_compaction";
  private static final String SWAP_IN = "swap_in";
  private static final String SWAP_OUT = "swap_out";
  private static final String OOM_KILL = "oom_kill";
  private static final String PROCESS_EXIT = "process_exit";

  private static final String DURATION = "duration_ns";
  private static final String PAGES = "pages";

  private final boolean memoryCgroups;

  /** Called by Declarative Services. */
  public MemProbe() {
    this(MemoryCgroups.enabled());
  }

  /** Creates the probe for a kernel with or without memory cgroups. */
  MemProbe(boolean memoryCgroups) {
    this.memoryCgroups = memoryCgroups;
  }

  @Override
  public ProbeDeclaration declaration() {
    ProbeDeclaration.Builder probe =
        ProbeDeclaration.named("mem")
            .object(MemProbe.class, "mem")
            .event(EventDeclaration.named(PAGE_FAULT).field(MAJOR, Unit.CODE))
            .event(EventDeclaration.named(RECLAIM).field(DURATION, Unit.NANOSECONDS))
            .event(EventDeclaration.named(COMPACTION).field(DURATION, Unit.NANOSECONDS))
            .event(EventDeclaration.named(SWAP_IN).field(PAGES, Unit.PAGES))
            .event(EventDeclaration.named(SWAP_OUT).field(PAGES, Unit.PAGES))
            .event(EventDeclaration.named(OOM_KILL))
            .event(EventDeclaration.named(PROCESS_EXIT).field("exit_code", Unit.CODE))
            .metric(
                MetricDeclaration.counter("page_fault_major")
                    .from(MetricInput.of(PAGE_FAULT).whenEqual(MAJOR, 1)))
            .metric(
                MetricDeclaration.counter("page_fault_minor")
                    .from(MetricInput.of(PAGE_FAULT).whenEqual(MAJOR, 0)));
    for (String name : List.of(RECLAIM, COMPACTION)) {
      probe.metric(MetricDeclaration.latency(name).from(MetricInput.of(name).value(DURATION)));
    }
    for (String name : List.of(SWAP_IN, SWAP_OUT)) {
      probe.metric(MetricDeclaration.counter(name).from(MetricInput.of(name).value(PAGES)));
    }
    for (String name : List.of(OOM_KILL, PROCESS_EXIT)) {
      probe.metric(MetricDeclaration.counter(name).from(MetricInput.of(name)));
    }
    return probe
        .attachment(faults())
        .attachment(reclaim())
        .attachment(compaction())
        .attachment(swapIn())
        .attachment(swapOut())
        .attachment(oomKills())
        .attachment(exits())
        .build();
  }

  private static Attachment faults() {
    return Attachment.of(PAGE_FAULT)
        .programs("perf_event", "fault_minor_perf", "fault_major_perf")
        .at("fault_minor_perf", SoftwareEvent.each(SoftwareEvent.Kind.PAGE_FAULTS_MINOR))
        .at("fault_major_perf", SoftwareEvent.each(SoftwareEvent.Kind.PAGE_FAULTS_MAJOR))
        .programs("fentry handle_mm_fault", "fault_fexit")
        .programs("kprobe handle_mm_fault", "fault_kprobe", "fault_kretprobe");
  }

  private static Attachment reclaim() {
    return Attachment.of(RECLAIM)
        .programs("tp_btf", pairs("direct_reclaim_btf", "memcg_reclaim_btf"))
        .programs("raw_tp", pairs("direct_reclaim_raw", "memcg_reclaim_raw"))
        .programs("tracepoint", pairs("direct_reclaim_tp", "memcg_reclaim_tp"))
        .programs(
            "fentry try_to_free_pages", pairs("direct_reclaim_fentry", "memcg_reclaim_fentry"))
        .programs(
            "kprobe try_to_free_pages", pairs("direct_reclaim_kprobe", "memcg_reclaim_kprobe"));
  }

  private static Attachment compaction() {
    return Attachment.of(COMPACTION)
        .programs("tp_btf", pairs("compaction_btf"))
        .programs("raw_tp", pairs("compaction_raw"))
        .programs("tracepoint", pairs("compaction_tp"))
        .programs("fentry try_to_compact_pages", pairs("compaction_fentry"))
        .programs("kprobe try_to_compact_pages", pairs("compaction_kprobe"));
  }

  /**
   * First the kernel's own count, because the functions are also called for pages in zswap. Its
   * programs refuse to load on kernels that count after the device has read; there, the requests to
   * the device count.
   */
  private Attachment swapIn() {
    Attachment attachment = Attachment.of(SWAP_IN);
    if (memoryCgroups) {
      attachment =
          attachment
              .programs("tp_btf count_memcg_events", "swap_in_btf")
              .programs("raw_tp count_memcg_events", "swap_in_raw");
    }
    attachment =
        attachment
            .programs("tp_btf block_bio_queue", "swap_in_bio_btf")
            .programs("raw_tp block_bio_queue", "swap_in_bio_raw")
            .programs("fentry swap_read_folio", "swap_read_folio_fentry")
            .programs("fentry swap_readpage", "swap_readpage_fentry")
            .programs("kprobe swap_read_folio", "swap_read_folio_kprobe")
            .programs("kprobe swap_readpage", "swap_readpage_kprobe");
    return memoryCgroups
        ? attachment.programs("tracepoint count_memcg_events", "swap_in_tp")
        : attachment;
  }

  /** First the hooks that count as the kernel does and know the owner, then those with only one. */
  private Attachment swapOut() {
    Attachment attachment = Attachment.of(SWAP_OUT);
    if (memoryCgroups) {
      attachment =
          attachment
              .programs("tp_btf count_memcg_events", "swap_out_counted_btf", "swap_out_folio_btf")
              .programs("raw_tp count_memcg_events", "swap_out_counted_raw", "swap_out_folio_raw");
    }
    attachment =
        attachment
            .programs("fentry __swap_writepage", "swap_out_fentry")
            .programs("kprobe __swap_writepage", "swap_out_kprobe");
    if (memoryCgroups) {
      attachment = attachment.programs("tracepoint count_memcg_events", "swap_out_tp");
    }
    return attachment
        .programs("tp_btf mm_vmscan_write_folio", "swap_out_write_folio_btf")
        .programs("raw_tp mm_vmscan_write_folio", "swap_out_write_folio_raw")
        .programs("tp_btf mm_vmscan_writepage", "swap_out_writepage_btf")
        .programs("raw_tp mm_vmscan_writepage", "swap_out_writepage_raw");
  }

  private static Attachment oomKills() {
    return Attachment.of(OOM_KILL)
        .programs("tp_btf", "mark_victim_btf")
        .programs("raw_tp", "mark_victim_raw")
        .programs("tracepoint", "mark_victim_tp")
        .programs("fentry oom_kill_process", "oom_kill_process_fentry")
        .programs("kprobe oom_kill_process", "oom_kill_process_kprobe");
  }

  private static Attachment exits() {
    return Attachment.of(PROCESS_EXIT)
        .programs("tp_btf", "sched_process_exit_btf")
        .second("sched_process_exit_btf")
        .programs("raw_tp", "sched_process_exit_raw")
        .second("sched_process_exit_raw")
        .programs("fentry taskstats_exit", "taskstats_exit_fentry")
        .programs("kprobe taskstats_exit", "taskstats_exit_kprobe")
        .programs("tracepoint", "sched_process_exit_tp");
  }

  private static String[] pairs(String... names) {
    String[] programs = new String[2 * names.length];
    for (int i = 0; i < names.length; i++) {
      programs[2 * i] = names[i] + "_begin";
      programs[2 * i + 1] = names[i] + "_end";
    }
    return programs;
  }
}
