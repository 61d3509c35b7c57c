/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef FAULTS_BPF_H
#define FAULTS_BPF_H

#include "durations.bpf.h"

/* include/linux/mm_types.h: results and flags of handle_mm_fault */
#define VM_FAULT_MAJOR 0x000004
#define VM_FAULT_RETRY 0x000400
#define VM_FAULT_ERROR 0x000873 /* OOM, SIGBUS, HWPOISON (2), SIGSEGV, FALLBACK */
#define FAULT_FLAG_TRIED 0x20	/* the second attempt */

/* State that the kprobe on handle_mm_fault leaves for the kretprobe: bits. */
enum fault_entry { FAULT_ENTERED = 1, FAULT_SECOND = 2 };

/* As mm_account_fault() in mm/memory.c: only the attempt that completes a fault counts. */
static __always_inline int report_fault(bool second, __u32 result)
{
	if (result & (VM_FAULT_ERROR | VM_FAULT_RETRY))
		return 0;
	return report_current(PAGE_FAULT, second || result & VM_FAULT_MAJOR ? 1 : 0);
}

/*
 * Keeps the flags for the kretprobe, which does not see the arguments. `regs` is NULL if the kernel accesses the
 * process's memory (get_user_pages): not a fault of the process, and perf does not count it either.
 */
static __always_inline int fault_enter(__u32 flags, void *regs)
{
	struct operation_key key = { .tid = (__u32)bpf_get_current_pid_tgid(), .event = PAGE_FAULT };
	struct operation fresh = { .fault = FAULT_ENTERED | (flags & FAULT_FLAG_TRIED ? FAULT_SECOND : 0) };
	struct observoor_origin origin;

	if (!regs || !observoor_enabled(PAGE_FAULT) || !observoor_current(&origin))
		return 0;
	if (bpf_map_update_elem(&operations, &key, &fresh, BPF_ANY))
		observoor_lost(PAGE_FAULT);
	return 0;
}

static __always_inline int fault_return(__u32 result)
{
	struct operation_key key = { .tid = (__u32)bpf_get_current_pid_tgid(), .event = PAGE_FAULT };
	struct operation *operation = bpf_map_lookup_elem(&operations, &key);
	bool second;

	if (!operation)
		return 0;
	second = operation->fault & FAULT_SECOND;
	bpf_map_delete_elem(&operations, &key);
	return report_fault(second, result);
}

#endif
