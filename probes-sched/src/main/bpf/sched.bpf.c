/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * When the threads of the tracked processes run, wait for a CPU and sleep. Every switch of every CPU passes here, so an
 * untracked thread costs one look-up and no event. What counts, and what does not, is in README.md beside this module.
 */
#include <observoor/emit.bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include "sched.h"
#include "task.bpf.h"
#include "thread.bpf.h"
#include "running.bpf.h"

char LICENSE[] SEC("license") = "GPL";

/*
 * Whether the kernel counted the switch that ends a slice as voluntary: it has done so (__schedule() in
 * kernel/sched/core.c) before the tracepoint, so its own counter says. The state alone does not: a thread that was about
 * to sleep and found a signal stays runnable, and still counts as voluntary.
 */
static __always_inline bool is_voluntary(const struct running *here, struct task_struct *prev, bool preempt, __u32 state,
					 const enum task_access access)
{
	if (here->voluntary != UNKNOWN)
		return here->voluntary != task_voluntary_switches(prev, access);
	return !preempt && state != TASK_RUNNING;
}

/* A thread of a tracked process comes on: how long it waited for that, and how long it was away. */
static __always_inline void report_waiting(struct sched_thread *thread, const struct observoor_origin *origin, __u64 now)
{
	__u64 waited = thread->ready && thread->ready < now ? now - thread->ready : 0;
	__u64 away = thread->off && thread->off < now ? now - thread->off : 0;
	struct observoor_event *record;

	thread->ready = 0;
	thread->off = 0;
	if ((!waited && !away) || !observoor_keep(SCHED_RUNQUEUE))
		return;
	record = observoor_reserve(SCHED_RUNQUEUE, origin, now, 2);
	if (!record)
		return;
	record->fields[0] = waited;
	record->fields[1] = away;
	observoor_submit(record);
}

/*
 * The running thread came on unseen: the kernel runs no program where it must not recurse. What is kept of the thread
 * says how long it has run since it was seen to leave a CPU, and so when it came on this one. `origin` is NULL when its
 * process is not tracked.
 */
static __always_inline void recover(struct running *here, __u32 tid, const struct observoor_origin *origin, __u64 ran,
				    __u64 now)
{
	struct sched_thread *thread = origin ? thread_find(tid) : NULL;

	here->tid = tid;
	here->pid = 0;
	here->since = now;
	here->reported = 0;
	here->ran = UNKNOWN;
	here->voluntary = UNKNOWN;
	here->begun = !thread || thread->ran == UNKNOWN;
	if (here->begun)
		return;
	here->since = now - (ran - thread->ran);
	here->ran = thread->ran;
	here->voluntary = thread->voluntary;
	report_waiting(thread, origin, here->since);
}

/* A thread leaves the CPU. */
static __always_inline void left(struct running *here, struct task_struct *prev, bool preempt, __u64 now,
				 const enum task_access access)
{
	__u32 tid = task_tid(prev, access);
	struct observoor_origin origin;
	struct sched_thread *thread;
	__u64 ran, length;
	__u32 state;

	/* the idle thread */
	if (!tid)
		return;
	state = task_state(prev, access);
	if (here->tid == tid && here->pid) {
		origin.pid = here->pid;
		origin.tid = tid;
		origin.client_type = here->client_type;
	} else if (!observoor_find(task_pid(prev, access), tid, &origin)) {
		/* tracked no more, maybe */
		if (state == TASK_DEAD)
			thread_forget(tid);
		return;
	}

	ran = task_ran(prev, access);
	if (here->tid != tid)
		recover(here, tid, &origin, ran, now);
	length = slice_length(here, ran, now, true);
	if (here->begun)
		report_slice(here, &origin, now, length);
	else
		report_switch(here, &origin, now, length, is_voluntary(here, prev, preempt, state, access));
	if (state == TASK_DEAD) {
		thread_forget(tid);
		return;
	}
	thread = thread_make(tid, origin.pid);
	if (!thread) {
		observoor_lost(SCHED_RUNQUEUE);
		return;
	}
	thread->voluntary = task_voluntary_switches(prev, access);
	thread->ran = ran;
	/* preempted while it was about to sleep, it is still on its run queue whatever its state says */
	if (preempt || state == TASK_RUNNING) {
		thread->off = 0;
		thread->ready = now;
	} else {
		thread->off = now;
		thread->ready = 0;
	}
}

/*
 * A thread comes on the CPU. Where the hook tells no more than its tid, there is no `next`: `told` is a constant, because the
 * verifier of Linux 6.1 takes the argument of a hook, which is never NULL, for NULL in one test and for a task in the other.
 */
static __always_inline void came(struct running *here, struct task_struct *next, const bool told, __u32 tid, __u64 now,
				 const enum task_access access)
{
	struct sched_thread *thread = NULL;
	struct observoor_origin origin;
	__u32 pid;

	here->tid = tid;
	here->pid = 0;
	here->begun = 0;
	here->since = now;
	here->reported = 0;
	here->ran = UNKNOWN;
	here->voluntary = UNKNOWN;
	if (!tid)
		return;
	if (told) {
		pid = task_pid(next, access);
	} else {
		thread = thread_find(tid);
		if (!thread)
			return;
		pid = thread->pid;
	}
	if (!observoor_find(pid, tid, &origin))
		return;
	here->pid = pid;
	here->client_type = origin.client_type;
	here->ran = told ? task_ran(next, access) : thread->ran;
	here->voluntary = told ? task_voluntary_switches(next, access) : thread->voluntary;
	if (told)
		thread = thread_find(tid);
	if (thread)
		report_waiting(thread, &origin, now);
}

static __always_inline int switched(bool preempt, struct task_struct *prev, struct task_struct *next, const bool told,
				    __u32 next_tid, const enum task_access access)
{
	struct running *here = running_here();
	__u64 now = bpf_ktime_get_ns();

	if (!here)
		return 0;
	left(here, prev, preempt, now, access);
	came(here, next, told, next_tid, now, access);
	return 0;
}

/* A thread of a tracked process that was not seen before can run. */
static __always_inline int woken_first(struct task_struct *task, __u32 tid, const enum task_access access)
{
	struct observoor_origin origin;
	struct sched_thread *thread;

	if (!observoor_find(task_pid(task, access), tid, &origin))
		return 0;
	thread = thread_make(tid, origin.pid);
	if (!thread) {
		observoor_lost(SCHED_RUNQUEUE);
		return 0;
	}
	thread->voluntary = task_voluntary_switches(task, access);
	thread->ran = task_ran(task, access);
	thread->ready = bpf_ktime_get_ns();
	return 0;
}

/*
 * A thread can run. `task` is NULL where the hook tells no more than its tid. One that has not gone to sleep may be woken
 * as well: that is nothing.
 */
static __always_inline int woken(struct task_struct *task, __u32 tid, const enum task_access access)
{
	struct sched_thread *thread = thread_find(tid);

	if (!thread)
		return task ? woken_first(task, tid, access) : 0;
	if (thread->off && !thread->ready)
		thread->ready = bpf_ktime_get_ns();
	return 0;
}

SEC("tp_btf/sched_switch")
int BPF_PROG(switched_btf, bool preempt, struct task_struct *prev, struct task_struct *next)
{
	return switched(preempt, prev, next, true, next->pid, LOADED);
}

SEC("raw_tp/sched_switch")
int BPF_PROG(switched_raw, bool preempt, struct task_struct *prev, struct task_struct *next)
{
	return switched(preempt, prev, next, true, task_tid(next, COPIED), COPIED);
}

/* The record tells the next thread's tid but not its process: it is known when it has left a CPU before. */
SEC("tp/sched/sched_switch")
int switched_tracepoint(struct trace_event_raw_sched_switch *record)
{
	struct task_struct *prev = (void *)bpf_get_current_task();

	return switched(record->prev_state & TASK_REPORT_MAX, prev, NULL, false, record->next_pid, COPIED);
}

SEC("tp_btf/sched_wakeup")
int BPF_PROG(woken_btf, struct task_struct *task)
{
	return woken(task, task->pid, LOADED);
}

SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(woken_new_btf, struct task_struct *task)
{
	return woken(task, task->pid, LOADED);
}

SEC("raw_tp/sched_wakeup")
int BPF_PROG(woken_raw, struct task_struct *task)
{
	return woken(task, task_tid(task, COPIED), COPIED);
}

SEC("raw_tp/sched_wakeup_new")
int BPF_PROG(woken_new_raw, struct task_struct *task)
{
	return woken(task, task_tid(task, COPIED), COPIED);
}

SEC("tp/sched/sched_wakeup")
int woken_tracepoint(struct trace_event_raw_sched_wakeup_template *record)
{
	return woken(NULL, record->pid, COPIED);
}

/*
 * A timer of each CPU: reports the running thread's time so far, so that a slice that goes on for seconds reaches every
 * window before that is closed. Interrupts are off while a switch is seen, so the two never meet.
 */
SEC("perf_event")
int slice_timer(void *context)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct running *here = running_here();
	struct observoor_origin origin;
	__u64 now, ran, length;
	bool tracked;

	if (!here || !tid)
		return 0;
	now = bpf_ktime_get_ns();
	ran = task_ran(task, COPIED);
	tracked = observoor_current(&origin);
	if (here->tid != tid)
		recover(here, tid, tracked ? &origin : NULL, ran, now);
	length = slice_length(here, ran, now, false);
	if (tracked) {
		/* maybe since a moment ago, in the middle of a slice */
		here->pid = origin.pid;
		here->client_type = origin.client_type;
		report_slice(here, &origin, now, length);
	} else {
		here->pid = 0;
		here->reported = length;
	}
	return 0;
}
