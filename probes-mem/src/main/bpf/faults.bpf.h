/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef FAULTS_BPF_H
#define FAULTS_BPF_H

#include "durations.bpf.h"

/* include/linux/mm_types.h: what handle_mm_fault returns, and what it is asked for */
#define VM_FAULT_MAJOR 0x000004
#define VM_FAULT_RETRY 0x000400
#define VM_FAULT_ERROR 0x000873 /* OOM, SIGBUS, HWPOISON (2), SIGSEGV, FALLBACK */
#define FAULT_FLAG_TRIED 0x20	/* the second attempt */

/* What kretprobe/handle_mm_fault must know of the call: a bit set each. */
enum fault_entry { FAULT_ENTERED = 1, FAULT_SECOND = 2 };

/* The kernel's own rule, mm_account_fault of mm/memory.c: only the attempt that completes a fault counts. */
static __always_inline int fault_handled(bool second, __u32 result)
{
	if (result & (VM_FAULT_ERROR | VM_FAULT_RETRY))
		return 0;
	return report_current(PAGE_FAULT, second || result & VM_FAULT_MAJOR ? 1 : 0);
}

/*
 * For a kretprobe, which does not see the arguments any more. Without registers it is no fault of the program but the
 * kernel that looks at its memory (get_user_pages), which perf's events leave out as well.
 */
static __always_inline int fault_entered(__u32 flags, void *registers)
{
	struct doing key = { .tid = (__u32)bpf_get_current_pid_tgid(), .event = PAGE_FAULT };
	struct since fresh = { .fault = FAULT_ENTERED | (flags & FAULT_FLAG_TRIED ? FAULT_SECOND : 0) };
	struct observoor_origin origin;

	if (!registers || !observoor_enabled(PAGE_FAULT) || !observoor_current(&origin))
		return 0;
	if (bpf_map_update_elem(&under_way, &key, &fresh, BPF_ANY))
		observoor_lost(PAGE_FAULT);
	return 0;
}

static __always_inline int fault_returned(__u32 result)
{
	struct doing key = { .tid = (__u32)bpf_get_current_pid_tgid(), .event = PAGE_FAULT };
	struct since *since = bpf_map_lookup_elem(&under_way, &key);
	bool second;

	if (!since)
		return 0;
	second = since->fault & FAULT_SECOND;
	bpf_map_delete_elem(&under_way, &key);
	return fault_handled(second, result);
}

#endif
