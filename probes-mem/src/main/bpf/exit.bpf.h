/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef EXIT_BPF_H
#define EXIT_BPF_H

#include "report.bpf.h"

/* Exits of processes, and processes that the OOM killer picks. */

/* include/linux/sched/signal.h */
#define SIGNAL_GROUP_EXIT 0x00000004

/* An event that a process has once, although the kernel may run the hook for several of its threads. */
struct single_event {
	__u64 start_time; /* of the group leader: with the pid it identifies the process */
	__u32 pid;
	__u32 event;
};

/* The most recent ones are enough: the threads of a process follow each other closely. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct single_event);
	__type(value, __u8);
} reported_events SEC(".maps");

/* Marks the event of the process as reported; returns false if it already was. */
static __always_inline bool mark_reported(__u32 event, struct task_struct *task)
{
	struct task_struct___exit *leader = (void *)BPF_CORE_READ(task, group_leader);
	struct single_event key = {
		.start_time = BPF_CORE_READ(leader, start_time),
		.pid = BPF_CORE_READ(task, tgid),
		.event = event,
	};
	__u8 value = 1;

	return !bpf_map_update_elem(&reported_events, &key, &value, BPF_NOEXIST);
}

/* Reports the exit of the process whose last thread is the current thread, `task`. */
static __always_inline int report_process_exit(struct task_struct *task)
{
	struct signal_struct *signal = BPF_CORE_READ(task, signal);
	struct signal_struct___exit *exit = (void *)signal;
	int code;

	/* the status that wait_task_zombie() in kernel/exit.c gives the parent */
	if (BPF_CORE_READ(exit, flags) & SIGNAL_GROUP_EXIT)
		code = BPF_CORE_READ(signal, group_exit_code);
	else
		code = BPF_CORE_READ(task, group_leader, exit_code);
	return report_current(PROCESS_EXIT, (__u32)code);
}

/*
 * For the tracepoint sched_process_exit, which every thread passes. do_exit() has decremented signal->live before, so the
 * last thread finds 0; if several threads exit at the same time, several may find 0.
 */
static __always_inline int sched_process_exit(void)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct observoor_origin origin;

	if (!observoor_enabled(PROCESS_EXIT) || !observoor_current(&origin))
		return 0;
	if (BPF_CORE_READ(task, signal, live.counter) || !mark_reported(PROCESS_EXIT, task))
		return 0;
	return report_process_exit(task);
}

/* For taskstats_exit(), which do_exit() calls for every thread and tells whether it is the last one. */
static __always_inline int taskstats_exit(bool last)
{
	struct observoor_origin origin;

	if (!last || !observoor_enabled(PROCESS_EXIT) || !observoor_current(&origin))
		return 0;
	return report_process_exit((void *)bpf_get_current_task());
}

static __always_inline int report_oom_kill(__u32 pid, __u32 tid)
{
	struct observoor_origin origin;

	if (!observoor_enabled(OOM_KILL) || !observoor_find(pid, tid, &origin))
		return 0;
	return report_fields(OOM_KILL, &origin, bpf_ktime_get_ns(), 0, 0);
}

/* The OOM killer marks a thread of its victim; it may mark other threads of the same process later. */
static __always_inline int mark_victim(struct task_struct *task)
{
	__u32 pid = BPF_CORE_READ(task, tgid);
	struct observoor_origin origin;

	if (!observoor_enabled(OOM_KILL) || !observoor_find(pid, pid, &origin) || !mark_reported(OOM_KILL, task))
		return 0;
	return report_oom_kill(pid, BPF_CORE_READ(task, pid));
}

/*
 * For hooks that pass only the victim's tid: that of its first thread that still has memory, usually the main thread, whose
 * tid is the pid. The process of another thread is known only if that is the current thread.
 */
static __always_inline int mark_victim_tid(__u32 tid)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	__u64 current = bpf_get_current_pid_tgid();

	if ((__u32)current == tid)
		return mark_victim(task);
	return report_oom_kill(tid, tid);
}

#endif
