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
	unsigned long nvcsw; /* switches that the kernel counts as voluntary */
	struct sched_entity se;
};

/* Linux 5.14 renamed it and made it narrower: 2f064a59a11f ("sched: Change task_struct::state") */
struct task_struct___state {
	long state;
};

/* The records of the tracepoints sched:sched_switch, sched:sched_wakeup and sched:sched_wakeup_new. */
struct trace_event_raw_sched_switch {
	long prev_state;
	int next_pid;
};

struct trace_event_raw_sched_wakeup_template {
	int pid;
};

#pragma clang attribute pop

/*
 * How a program may look into a task: those of the hook tp_btf load from it, the others have to ask for a copy. A constant
 * for the compiler.
 */
enum task_access { LOADED, COPIED };

static __always_inline __u32 task_tid(struct task_struct *task, const enum task_access access)
{
	return access == LOADED ? task->pid : BPF_CORE_READ(task, pid);
}

static __always_inline __u32 task_pid(struct task_struct *task, const enum task_access access)
{
	return access == LOADED ? task->tgid : BPF_CORE_READ(task, tgid);
}

static __always_inline __u64 task_voluntary_switches(struct task_struct *task, const enum task_access access)
{
	struct task_struct___sched *sched = (void *)task;

	return access == LOADED ? sched->nvcsw : BPF_CORE_READ(sched, nvcsw);
}

/*
 * How long it has run, ns: what schedstat shows. Exact when it has just left its CPU or is about to come on (every
 * scheduling class has its account settled before the tracepoint); else the last tick's.
 */
static __always_inline __u64 task_ran(struct task_struct *task, const enum task_access access)
{
	struct task_struct___sched *sched = (void *)task;

	return access == LOADED ? sched->se.sum_exec_runtime : BPF_CORE_READ(sched, se.sum_exec_runtime);
}

static __always_inline __u32 task_state(struct task_struct *task, const enum task_access access)
{
	struct task_struct___sched *sched = (void *)task;
	struct task_struct___state *old = (void *)task;

	if (bpf_core_field_exists(sched->__state))
		return access == LOADED ? sched->__state : BPF_CORE_READ(sched, __state);
	return access == LOADED ? old->state : BPF_CORE_READ(old, state);
}

#endif
