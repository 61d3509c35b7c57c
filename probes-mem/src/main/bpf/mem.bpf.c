/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Page faults, reclaim, compaction, swapping and the ends of the tracked processes. What counts, and which program is for
 * which kernel, is in README.md beside this module.
 */
#include "durations.bpf.h"
#include "ends.bpf.h"
#include "faults.bpf.h"
#include "swap.bpf.h"
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

/* Page faults. */

SEC("perf_event")
int fault_minor_perf(void *context)
{
	return report_current(PAGE_FAULT, 0);
}

SEC("perf_event")
int fault_major_perf(void *context)
{
	return report_current(PAGE_FAULT, 1);
}

SEC("fexit/handle_mm_fault")
int BPF_PROG(fault_fexit, void *vma, unsigned long address, unsigned int flags, void *registers, unsigned int result)
{
	return registers ? fault_handled(flags & FAULT_FLAG_TRIED, result) : 0;
}

SEC("kprobe/handle_mm_fault")
int BPF_KPROBE(fault_kprobe, void *vma, unsigned long address, unsigned int flags, void *registers)
{
	return fault_entered(flags, registers);
}

SEC("kretprobe/handle_mm_fault")
int BPF_KRETPROBE(fault_kretprobe, unsigned int result)
{
	return fault_returned(result);
}

/* What begins and ends: a pair of programs for each kind of hook. */

#define PERIOD(event, name, section_begin, section_end) \
	SEC(section_begin)                              \
	int name##_begin(void *context)                 \
	{                                               \
		return begin(event);                    \
	}                                               \
	SEC(section_end)                                \
	int name##_end(void *context)                   \
	{                                               \
		return end(event);                      \
	}

PERIOD(MEM_RECLAIM, direct_btf, "tp_btf/mm_vmscan_direct_reclaim_begin", "tp_btf/mm_vmscan_direct_reclaim_end")
PERIOD(MEM_RECLAIM, memcg_btf, "tp_btf/mm_vmscan_memcg_reclaim_begin", "tp_btf/mm_vmscan_memcg_reclaim_end")
PERIOD(MEM_RECLAIM, direct_raw, "raw_tp/mm_vmscan_direct_reclaim_begin", "raw_tp/mm_vmscan_direct_reclaim_end")
PERIOD(MEM_RECLAIM, memcg_raw, "raw_tp/mm_vmscan_memcg_reclaim_begin", "raw_tp/mm_vmscan_memcg_reclaim_end")
PERIOD(MEM_RECLAIM, direct_tp, "tp/vmscan/mm_vmscan_direct_reclaim_begin", "tp/vmscan/mm_vmscan_direct_reclaim_end")
PERIOD(MEM_RECLAIM, memcg_tp, "tp/vmscan/mm_vmscan_memcg_reclaim_begin", "tp/vmscan/mm_vmscan_memcg_reclaim_end")
PERIOD(MEM_RECLAIM, direct_fentry, "fentry/try_to_free_pages", "fexit/try_to_free_pages")
PERIOD(MEM_RECLAIM, memcg_fentry, "fentry/try_to_free_mem_cgroup_pages", "fexit/try_to_free_mem_cgroup_pages")
PERIOD(MEM_RECLAIM, direct_kprobe, "kprobe/try_to_free_pages", "kretprobe/try_to_free_pages")
PERIOD(MEM_RECLAIM, memcg_kprobe, "kprobe/try_to_free_mem_cgroup_pages", "kretprobe/try_to_free_mem_cgroup_pages")

PERIOD(MEM_COMPACTION, compaction_btf, "tp_btf/mm_compaction_begin", "tp_btf/mm_compaction_end")
PERIOD(MEM_COMPACTION, compaction_raw, "raw_tp/mm_compaction_begin", "raw_tp/mm_compaction_end")
PERIOD(MEM_COMPACTION, compaction_tp, "tp/compaction/mm_compaction_begin", "tp/compaction/mm_compaction_end")
PERIOD(MEM_COMPACTION, compaction_fentry, "fentry/try_to_compact_pages", "fexit/try_to_compact_pages")
PERIOD(MEM_COMPACTION, compaction_kprobe, "kprobe/try_to_compact_pages", "kretprobe/try_to_compact_pages")

/* Swapping in. */

SEC("tp_btf/count_memcg_events")
int BPF_PROG(swap_in_btf, void *memcg, int item, unsigned long count)
{
	return swap_in_counted(item, count);
}

SEC("raw_tp/count_memcg_events")
int BPF_PROG(swap_in_raw, void *memcg, int item, unsigned long count)
{
	return swap_in_counted(item, count);
}

SEC("tp/memcg/count_memcg_events")
int swap_in_tp(struct trace_event_raw_memcg_rstat_events *record)
{
	return swap_in_counted(record->item, record->val);
}

SEC("tp_btf/block_bio_queue")
int BPF_PROG(swap_in_queued_btf, struct bio *bio)
{
	return swap_in_queued(bio);
}

SEC("raw_tp/block_bio_queue")
int BPF_PROG(swap_in_queued_raw, struct bio *bio)
{
	return swap_in_queued(bio);
}

/* mm/page_io.c: swap_readpage in Linux 5.10 and 6.1, swap_read_folio in 6.12 and later. */
#define SWAP_IN_FUNCTION(name)                                               \
	SEC("fentry/" #name)                                                 \
	int name##_fentry(void *context)                                     \
	{                                                                    \
		return swapped_in(folio_pages(traced_folio(context)));       \
	}                                                                    \
	SEC("kprobe/" #name)                                                 \
	int BPF_KPROBE(name##_kprobe, void *first, void *second)             \
	{                                                                    \
		return swapped_in(folio_pages(probed_folio(first, second))); \
	}

SWAP_IN_FUNCTION(swap_read_folio)
SWAP_IN_FUNCTION(swap_readpage)

/* Swapping out. */

SEC("tp_btf/count_memcg_events")
int BPF_PROG(swap_out_counted_btf, void *memcg, int item, unsigned long count)
{
	return swap_out_counted(item, count);
}

SEC("tp_btf/mm_vmscan_write_folio")
int BPF_PROG(swap_out_named_btf, void *folio)
{
	return swap_out_named(folio);
}

SEC("raw_tp/count_memcg_events")
int BPF_PROG(swap_out_counted_raw, void *memcg, int item, unsigned long count)
{
	return swap_out_counted(item, count);
}

SEC("raw_tp/mm_vmscan_write_folio")
int BPF_PROG(swap_out_named_raw, void *folio)
{
	return swap_out_named(folio);
}

/* This tracepoint's record says nothing of the folio. */
SEC("tp/memcg/count_memcg_events")
int swap_out_tp(struct trace_event_raw_memcg_rstat_events *record)
{
	if (record->item != bpf_core_enum_value(enum vm_event_item, PSWPOUT))
		return 0;
	return swapped_out(record->val);
}

SEC("fentry/__swap_writepage")
int swap_out_fentry(void *context)
{
	void *folio = traced_folio(context);

	return folio_swapped_out(folio, folio_pages(folio));
}

SEC("kprobe/__swap_writepage")
int BPF_KPROBE(swap_out_kprobe, void *first, void *second)
{
	void *folio = probed_folio(first, second);

	return folio_swapped_out(folio, folio_pages(folio));
}

/* Reclaim has written a folio: to the swap device when its pages are of no file. */
#define SWAP_OUT_TRACEPOINT(program, section)                                                    \
	SEC(section)                                                                             \
	int BPF_PROG(program, void *folio)                                                       \
	{                                                                                        \
		if (!folio_has(folio, bpf_core_enum_value(enum pageflags, PG_swapbacked)))       \
			return 0;                                                                \
		return folio_swapped_out(folio, folio_pages(folio));                             \
	}

SWAP_OUT_TRACEPOINT(swap_out_written_btf, "tp_btf/mm_vmscan_write_folio")
SWAP_OUT_TRACEPOINT(swap_out_written_raw, "raw_tp/mm_vmscan_write_folio")
SWAP_OUT_TRACEPOINT(swap_out_writepage_btf, "tp_btf/mm_vmscan_writepage")
SWAP_OUT_TRACEPOINT(swap_out_writepage_raw, "raw_tp/mm_vmscan_writepage")

/* Killed for want of memory. */

SEC("tp_btf/mark_victim")
int BPF_PROG(victim_btf, struct task_struct *task)
{
	/* an access that the verifier refuses where the argument is still a number */
	return task->tgid ? victim(task) : 0;
}

SEC("raw_tp/mark_victim")
int BPF_PROG(victim_raw, struct task_struct *task)
{
	struct trace_event_raw_mark_victim___task *record = NULL;

	if (bpf_core_field_exists(record->uid))
		return victim(task);
	return numbered_victim((__u64)task);
}

SEC("tp/oom/mark_victim")
int victim_tp(struct trace_event_raw_mark_victim *record)
{
	return numbered_victim(record->pid);
}

SEC("fentry/oom_kill_process")
int BPF_PROG(victim_fentry, struct oom_control *control)
{
	return victim(BPF_CORE_READ(control, chosen));
}

SEC("kprobe/oom_kill_process")
int BPF_KPROBE(victim_kprobe, struct oom_control *control)
{
	return victim(BPF_CORE_READ(control, chosen));
}

/* The ends of processes: twice, because from Linux 7.0 on threads are preempted in a tracepoint; each is reported once. */

#define EXIT(section, name)                \
	SEC(section "/sched_process_exit") \
	int name(void *context)            \
	{                                  \
		return thread_ended();     \
	}

EXIT("tp_btf", exit_btf)
EXIT("tp_btf", exit_btf_again)
EXIT("raw_tp", exit_raw)
EXIT("raw_tp", exit_raw_again)

SEC("tp/sched/sched_process_exit")
int exit_tp(void *context)
{
	return thread_ended();
}

SEC("fentry/taskstats_exit")
int BPF_PROG(exit_fentry, struct task_struct *task, int last)
{
	return thread_accounted(last);
}

SEC("kprobe/taskstats_exit")
int BPF_KPROBE(exit_kprobe, struct task_struct *task, int last)
{
	return thread_accounted(last);
}
