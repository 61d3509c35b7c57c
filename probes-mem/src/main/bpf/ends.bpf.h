/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef ENDS_BPF_H
#define ENDS_BPF_H

#include "once.bpf.h"

/* include/linux/sched/signal.h */
#define SIGNAL_GROUP_EXIT 0x00000004

/* The last thread of the process of `task` is about to end. */
static __always_inline int process_ended(struct task_struct *task)
{
	struct signal_struct *signal = BPF_CORE_READ(task, signal);
	struct signal_struct___exit *exit = (void *)signal;
	int code;

	/* kernel/exit.c, wait_task_zombie: what the parent will be told */
	if (BPF_CORE_READ(exit, flags) & SIGNAL_GROUP_EXIT)
		code = BPF_CORE_READ(signal, group_exit_code);
	else
		code = BPF_CORE_READ(task, group_leader, exit_code);
	return report_current(PROCESS_EXIT, (__u32)code);
}

/*
 * A thread ends: tracepoint sched_process_exit. Before it, every kernel has taken the thread off the process's live ones
 * (do_exit), so the last one sees none left; when several end at one moment more than one of them may.
 */
static __always_inline int thread_ended(void)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct observoor_origin origin;

	if (!observoor_enabled(PROCESS_EXIT) || !observoor_current(&origin))
		return 0;
	if (BPF_CORE_READ(task, signal, live.counter) || !first_time(PROCESS_EXIT, task))
		return 0;
	return process_ended(task);
}

/* The same where the kernel says itself whether it is the last one: a function that do_exit calls for each thread. */
static __always_inline int thread_accounted(bool last)
{
	struct observoor_origin origin;

	if (!last || !observoor_enabled(PROCESS_EXIT) || !observoor_current(&origin))
		return 0;
	return process_ended((void *)bpf_get_current_task());
}

static __always_inline int report_victim(__u32 pid, __u32 tid)
{
	struct observoor_origin origin;

	if (!observoor_enabled(OOM_KILL) || !observoor_find(pid, tid, &origin))
		return 0;
	return report_fields(OOM_KILL, &origin, bpf_ktime_get_ns(), 0, 0);
}

/* The OOM killer has chosen a process, named by one of its threads; it may name others of them later. */
static __always_inline int victim(struct task_struct *task)
{
	__u32 pid = BPF_CORE_READ(task, tgid);
	struct observoor_origin origin;

	if (!observoor_enabled(OOM_KILL) || !observoor_find(pid, pid, &origin) || !first_time(OOM_KILL, task))
		return 0;
	return report_victim(pid, BPF_CORE_READ(task, pid));
}

/*
 * The same by number alone. It is the number of the first thread that still has memory, nearly always the main thread, and
 * that is the process's own; of another thread the process is known only when it is the current one.
 */
static __always_inline int numbered_victim(__u32 tid)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	__u64 current = bpf_get_current_pid_tgid();

	if ((__u32)current == tid)
		return victim(task);
	return report_victim(tid, tid);
}

#endif
