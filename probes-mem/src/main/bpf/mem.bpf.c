/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Reports page faults, reclaim, compaction, swapping, OOM kills and exits of tracked processes. README.md of this module
 * says what counts, and which program is for which kernel.
 */
#include "durations.bpf.h"
#include "exit.bpf.h"
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
int BPF_PROG(fault_fexit, void *vma, unsigned long address, unsigned int flags, void *regs, unsigned int result)
{
	return regs ? report_fault(flags & FAULT_FLAG_TRIED, result) : 0;
}

SEC("kprobe/handle_mm_fault")
int BPF_KPROBE(fault_kprobe, void *vma, unsigned long address, unsigned int flags, void *regs)
{
	return fault_enter(flags, regs);
}

SEC("kretprobe/handle_mm_fault")
int BPF_KRETPROBE(fault_kretprobe, unsigned int result)
{
	return fault_return(result);
}

/* Reclaim and compaction: a pair of programs at the beginning and the end. */

#define OPERATION(event, name, section_begin, section_end) \
	SEC(section_begin)                              \
	int name##_begin(void *context)                 \
	{                                               \
		return operation_begin(event);          \
	}                                               \
	SEC(section_end)                                \
	int name##_end(void *context)                   \
	{                                               \
		return operation_end(event);            \
	}

OPERATION(MEM_RECLAIM, direct_reclaim_btf, "tp_btf/mm_vmscan_direct_reclaim_begin", "tp_btf/mm_vmscan_direct_reclaim_end")
OPERATION(MEM_RECLAIM, memcg_reclaim_btf, "tp_btf/mm_vmscan_memcg_reclaim_begin", "tp_btf/mm_vmscan_memcg_reclaim_end")
OPERATION(MEM_RECLAIM, direct_reclaim_raw, "raw_tp/mm_vmscan_direct_reclaim_begin", "raw_tp/mm_vmscan_direct_reclaim_end")
OPERATION(MEM_RECLAIM, memcg_reclaim_raw, "raw_tp/mm_vmscan_memcg_reclaim_begin", "raw_tp/mm_vmscan_memcg_reclaim_end")
OPERATION(MEM_RECLAIM, direct_reclaim_tp, "tp/vmscan/mm_vmscan_direct_reclaim_begin", "tp/vmscan/mm_vmscan_direct_reclaim_end")
OPERATION(MEM_RECLAIM, memcg_reclaim_tp, "tp/vmscan/mm_vmscan_memcg_reclaim_begin", "tp/vmscan/mm_vmscan_memcg_reclaim_end")
OPERATION(MEM_RECLAIM, direct_reclaim_fentry, "fentry/try_to_free_pages", "fexit/try_to_free_pages")
OPERATION(MEM_RECLAIM, memcg_reclaim_fentry, "fentry/try_to_free_mem_cgroup_pages", "fexit/try_to_free_mem_cgroup_pages")
OPERATION(MEM_RECLAIM, direct_reclaim_kprobe, "kprobe/try_to_free_pages", "kretprobe/try_to_free_pages")
OPERATION(MEM_RECLAIM, memcg_reclaim_kprobe, "kprobe/try_to_free_mem_cgroup_pages", "kretprobe/try_to_free_mem_cgroup_pages")

OPERATION(MEM_COMPACTION, compaction_btf, "tp_btf/mm_compaction_begin", "tp_btf/mm_compaction_end")
OPERATION(MEM_COMPACTION, compaction_raw, "raw_tp/mm_compaction_begin", "raw_tp/mm_compaction_end")
OPERATION(MEM_COMPACTION, compaction_tp, "tp/compaction/mm_compaction_begin", "tp/compaction/mm_compaction_end")
OPERATION(MEM_COMPACTION, compaction_fentry, "fentry/try_to_compact_pages", "fexit/try_to_compact_pages")
OPERATION(MEM_COMPACTION, compaction_kprobe, "kprobe/try_to_compact_pages", "kretprobe/try_to_compact_pages")

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
int BPF_PROG(swap_in_bio_btf, struct bio *bio)
{
	return swap_in_bio(bio);
}

SEC("raw_tp/block_bio_queue")
int BPF_PROG(swap_in_bio_raw, struct bio *bio)
{
	return swap_in_bio(bio);
}

/* mm/page_io.c: swap_readpage in Linux 5.10 and 6.1, swap_read_folio since 6.12. */
#define SWAP_IN_FUNCTION(name)                                               \
	SEC("fentry/" #name)                                                 \
	int name##_fentry(void *context)                                     \
	{                                                                    \
		return report_swap_in(folio_pages(fentry_folio(context)));       \
	}                                                                    \
	SEC("kprobe/" #name)                                                 \
	int BPF_KPROBE(name##_kprobe, void *first, void *second)             \
	{                                                                    \
		return report_swap_in(folio_pages(kprobe_folio(first, second))); \
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
int BPF_PROG(swap_out_folio_btf, void *folio)
{
	return swap_out_folio(folio);
}

SEC("raw_tp/count_memcg_events")
int BPF_PROG(swap_out_counted_raw, void *memcg, int item, unsigned long count)
{
	return swap_out_counted(item, count);
}

SEC("raw_tp/mm_vmscan_write_folio")
int BPF_PROG(swap_out_folio_raw, void *folio)
{
	return swap_out_folio(folio);
}

/* The record of this tracepoint does not have the folio. */
SEC("tp/memcg/count_memcg_events")
int swap_out_tp(struct trace_event_raw_memcg_rstat_events *record)
{
	if (record->item != bpf_core_enum_value(enum vm_event_item, PSWPOUT))
		return 0;
	return report_swap_out(record->val);
}

SEC("fentry/__swap_writepage")
int swap_out_fentry(void *context)
{
	void *folio = fentry_folio(context);

	return report_folio_swap_out(folio, folio_pages(folio));
}

SEC("kprobe/__swap_writepage")
int BPF_KPROBE(swap_out_kprobe, void *first, void *second)
{
	void *folio = kprobe_folio(first, second);

	return report_folio_swap_out(folio, folio_pages(folio));
}

/* Reclaim has written a folio: to the swap device if it is swap-backed. */
#define SWAP_OUT_TRACEPOINT(program, section)                                                    \
	SEC(section)                                                                             \
	int BPF_PROG(program, void *folio)                                                       \
	{                                                                                        \
		if (!folio_test_flag(folio, bpf_core_enum_value(enum pageflags, PG_swapbacked)))       \
			return 0;                                                                \
		return report_folio_swap_out(folio, folio_pages(folio));                             \
	}

SWAP_OUT_TRACEPOINT(swap_out_write_folio_btf, "tp_btf/mm_vmscan_write_folio")
SWAP_OUT_TRACEPOINT(swap_out_write_folio_raw, "raw_tp/mm_vmscan_write_folio")
SWAP_OUT_TRACEPOINT(swap_out_writepage_btf, "tp_btf/mm_vmscan_writepage")
SWAP_OUT_TRACEPOINT(swap_out_writepage_raw, "raw_tp/mm_vmscan_writepage")

/* OOM kills. */

SEC("tp_btf/mark_victim")
int BPF_PROG(mark_victim_btf, struct task_struct *task)
{
	/* the verifier rejects this access where the argument is a pid */
	return task->tgid ? mark_victim(task) : 0;
}

SEC("raw_tp/mark_victim")
int BPF_PROG(mark_victim_raw, struct task_struct *task)
{
	struct trace_event_raw_mark_victim___task *record = NULL;

	if (bpf_core_field_exists(record->uid))
		return mark_victim(task);
	return mark_victim_tid((__u64)task);
}

SEC("tp/oom/mark_victim")
int mark_victim_tp(struct trace_event_raw_mark_victim *record)
{
	return mark_victim_tid(record->pid);
}

SEC("fentry/oom_kill_process")
int BPF_PROG(oom_kill_process_fentry, struct oom_control *control)
{
	return mark_victim(BPF_CORE_READ(control, chosen));
}

SEC("kprobe/oom_kill_process")
int BPF_KPROBE(oom_kill_process_kprobe, struct oom_control *control)
{
	return mark_victim(BPF_CORE_READ(control, chosen));
}

/* Exits: two programs, because since Linux 7.0 threads can be preempted inside one; each exit is reported once. */

#define EXIT(section, name)                  \
	SEC(section "/sched_process_exit")   \
	int name(void *context)              \
	{                                    \
		return sched_process_exit(); \
	}

EXIT("tp_btf", sched_process_exit_btf)
EXIT("tp_btf", sched_process_exit_btf_again)
EXIT("raw_tp", sched_process_exit_raw)
EXIT("raw_tp", sched_process_exit_raw_again)

SEC("tp/sched/sched_process_exit")
int sched_process_exit_tp(void *context)
{
	return sched_process_exit();
}

SEC("fentry/taskstats_exit")
int BPF_PROG(taskstats_exit_fentry, struct task_struct *task, int last)
{
	return taskstats_exit(last);
}

SEC("kprobe/taskstats_exit")
int BPF_KPROBE(taskstats_exit_kprobe, struct task_struct *task, int last)
{
	return taskstats_exit(last);
}
