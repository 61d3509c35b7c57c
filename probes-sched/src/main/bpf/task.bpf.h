/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef TASK_BPF_H
#define TASK_BPF_H

#include <observoor/types.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/* include/linux/sched.h */
#define TASK_RUNNING 0x00
#define TASK_DEAD 0x80
#define TASK_REPORT_MAX 0x100

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct sched_entity {
	__u64 sum_exec_runtime; /* ns */
};

struct task_struct___sched {
	unsigned int __state;
	unsigned long nvcsw; /* voluntary switches */
	struct sched_entity se;
};

/* up to Linux 5.13; 2f064a59a11f ("sched: Change task_struct::state") renamed and narrowed it */
struct task_struct___state {
	long state;
};

/* Records of the tracepoints sched:sched_switch, sched:sched_wakeup and sched:sched_wakeup_new. */
struct trace_event_raw_sched_switch {
	long prev_state;
	int next_pid;
};

struct trace_event_raw_sched_wakeup_template {
	int pid;
};

#pragma clang attribute pop

/* How a program reads a task, a compile-time constant: tp_btf by direct loads, the others by bpf_probe_read_kernel(). */
enum task_access { BTF_LOAD, PROBE_READ };

static __always_inline __u32 task_tid(struct task_struct *task, const enum task_access access)
{
	return access == BTF_LOAD ? task->pid : BPF_CORE_READ(task, pid);
}

static __always_inline __u32 task_pid(struct task_struct *task, const enum task_access access)
{
	return access == BTF_LOAD ? task->tgid : BPF_CORE_READ(task, tgid);
}

static __always_inline __u64 task_nvcsw(struct task_struct *task, const enum task_access access)
{
	struct task_struct___sched *sched = (void *)task;

	return access == BTF_LOAD ? sched->nvcsw : BPF_CORE_READ(sched, nvcsw);
}

/*
 * Total running time, ns, as in /proc/PID/schedstat. Exact at sched_switch, because every scheduling class updates it before
 * the tracepoint; otherwise as of the last tick.
 */
static __always_inline __u64 task_sum_exec_runtime(struct task_struct *task, const enum task_access access)
{
	struct task_struct___sched *sched = (void *)task;

	return access == BTF_LOAD ? sched->se.sum_exec_runtime : BPF_CORE_READ(sched, se.sum_exec_runtime);
}

static __always_inline __u32 task_state(struct task_struct *task, const enum task_access access)
{
	struct task_struct___sched *sched = (void *)task;
	struct task_struct___state *old = (void *)task;

	if (bpf_core_field_exists(sched->__state))
		return access == BTF_LOAD ? sched->__state : BPF_CORE_READ(sched, __state);
	return access == BTF_LOAD ? old->state : BPF_CORE_READ(old, state);
}

#endif
