/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef OBSERVOOR_PREEMPTION_BPF_H
#define OBSERVOOR_PREEMPTION_BPF_H

#include <bpf/bpf_helpers.h>

/*
 * The kernel passes over a program on a CPU that is running it already. Where threads and interrupts reach the same place there
 * are two programs, of which the second does what the first missed. In the context of a task it takes a thread that was
 * preempted within the program, which cannot happen as long as the kernel disables preemption around it. Programs on
 * tp_btf and raw_tp are no longer protected by that since a46023d5616e ("tracing: Guard __DECLARE_TRACE() use of
 * __DO_TRACE_CALL() with SRCU-fast") of Linux 7.0, those on plain tracepoints still are (include/trace/perf.h).
 *
 * So where it can happen, a program that must not miss a task's doing refuses to be loaded, and the next alternative is one
 * on a plain tracepoint, or twice the same program, of which the second finds what the first missed.
 */

extern int LINUX_KERNEL_VERSION __kconfig;

/* Has the verifier refuse a program: a read of the stack where there is none. */
static __always_inline void refuse_if(bool refused)
{
	if (refused)
		asm volatile("r0 = *(u64 *)(r10 + 8)" ::: "r0");
}

/* Not on tracepoints within which a thread can be preempted. */
static __always_inline void refuse_preemption(void)
{
	refuse_if(LINUX_KERNEL_VERSION >= KERNEL_VERSION(7, 0, 0));
}

#endif
