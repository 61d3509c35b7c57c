/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef OBSERVOOR_PREEMPTION_BPF_H
#define OBSERVOOR_PREEMPTION_BPF_H

#include <bpf/bpf_helpers.h>

/*
 * The kernel skips a BPF program on a CPU that is already running it. At hooks that threads and interrupts both reach, two
 * programs are attached, and the second handles what the first missed. At hooks that only threads reach, a run is skipped
 * only if another thread was preempted inside the program. The kernel disabled preemption around tp_btf and raw_tp programs
 * until a46023d5616e ("tracing: Guard __DECLARE_TRACE() use of __DO_TRACE_CALL() with SRCU-fast", Linux 7.0); around
 * programs on plain tracepoints it still does (include/trace/perf.h).
 *
 * A program that must not miss a run therefore refuses to load on such kernels. Its next alternative uses a plain
 * tracepoint, or attaches two programs.
 */

extern int LINUX_KERNEL_VERSION __kconfig;

/* Makes the verifier reject the program: reads above the stack. */
static __always_inline void refuse_if(bool refused)
{
	if (refused)
		asm volatile("r0 = *(u64 *)(r10 + 8)" ::: "r0");
}

/* For programs on tp_btf and raw_tp: refuses to load where threads can be preempted inside them. */
static __always_inline void refuse_preemption(void)
{
	refuse_if(LINUX_KERNEL_VERSION >= KERNEL_VERSION(7, 0, 0));
}

#endif
