/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Measures how long the threads of tracked processes run, wait for a CPU and sleep. Every context switch of every CPU runs
 * these programs, so an untracked thread costs one map look-up and no event. README.md of this module says what counts.
 */
#include <observoor/emit.bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include "sched.h"
#include "task.bpf.h"

char LICENSE[] SEC("license") = "GPL";

/* Marks a counter or a time as unknown; no real value gets this large. */
#define UNKNOWN (~0ULL)

/*
 * sum_exec_runtime of a running thread is updated at its ticks only. A slice can therefore be longer than sum_exec_runtime
 * says, by one tick: at most 10 ms (CONFIG_HZ_100).
 */
#define TICK_NS 10000000ULL

/* A thread of a tracked process between two slices. */
struct sched_thread {
	__u64 sleep_start;	/* when it went to sleep; 0: it did not, or unknown */
	__u64 wait_start;	/* since when it is runnable and waits for a CPU; 0: it does not, or unknown */
	__u64 nvcsw;		/* its voluntary switches at its last switch_out; UNKNOWN */
	__u64 sum_exec_runtime; /* at its last switch_out; UNKNOWN */
	__u32 pid;
	__u32 unused;
};

/*
 * By tid. Preallocated: these programs run with a run queue lock held. Before Linux 6.1 (hash) and 6.4 (task storage) the
 * allocators must not be called then, because they may wake kswapd, which takes a run queue lock.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, __u32);
	__type(value, struct sched_thread);
} threads SEC(".maps");

/*
 * The thread that runs on a CPU, and its slice: kept for each CPU, so that it needs no look-up by tid. The length of an
 * ended slice is the growth of sum_exec_runtime, which excludes interrupts and steal time where the kernel accounts for
 * them. The length of a slice in progress is measured by the clock, and limited to the growth of sum_exec_runtime plus one
 * tick.
 */
struct running_thread {
	__u64 sum_exec_runtime; /* at switch_in; UNKNOWN */
	__u64 slice_start;	/* time of switch_in */
	__u64 reported;		/* ns of this slice that are already reported */
	__u64 nvcsw;		/* its voluntary switches at switch_in; UNKNOWN */
	__u32 tid;		/* 0: none, or unknown */
	__u32 pid;		/* 0: not tracked at the last check */
	__u8 client_type;
	__u8 partial; /* slice_start is the time when the running thread was first seen, not its switch_in */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct running_thread);
} running_threads SEC(".maps");

static __always_inline struct sched_thread *thread_find(__u32 tid)
{
	return bpf_map_lookup_elem(&threads, &tid);
}

/* Finds or creates the element of a thread; returns NULL if the map is full. */
static __always_inline struct sched_thread *thread_find_or_create(__u32 tid, __u32 pid)
{
	struct sched_thread *thread = thread_find(tid);

	if (!thread) {
		struct sched_thread fresh = { .pid = pid, .nvcsw = UNKNOWN, .sum_exec_runtime = UNKNOWN };

		bpf_map_update_elem(&threads, &tid, &fresh, BPF_NOEXIST);
		thread = thread_find(tid);
	}
	return thread;
}

static __always_inline void thread_delete(__u32 tid)
{
	bpf_map_delete_elem(&threads, &tid);
}

static __always_inline struct running_thread *running_on_this_cpu(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&running_threads, &zero);
}

/* Length of the slice, ns. `ended`: `sum_exec_runtime` is up to date. */
static __always_inline __u64 slice_length(const struct running_thread *running, __u64 sum_exec_runtime, __u64 now,
					  bool ended)
{
	__u64 limit;

	if (running->sum_exec_runtime == UNKNOWN)
		return now - running->slice_start;
	if (ended)
		return sum_exec_runtime - running->sum_exec_runtime;
	limit = sum_exec_runtime - running->sum_exec_runtime + TICK_NS;
	return now - running->slice_start < limit ? now - running->slice_start : limit;
}

/* The part of the slice that is not reported yet, ns. */
static __always_inline __u64 slice_unreported(const struct running_thread *running, __u64 length)
{
	return length > running->reported ? length - running->reported : 0;
}

/* Reports the unreported part of a slice that is in progress or whose start is unknown. */
static __always_inline void report_slice(struct running_thread *running, const struct observoor_origin *origin, __u64 now,
					 __u64 length)
{
	__u64 unreported = slice_unreported(running, length);
	struct observoor_event *record;

	running->reported += unreported;
	if (!unreported || !observoor_keep_like(SCHED_SLICE, SCHED_SWITCH))
		return;
	record = observoor_reserve(SCHED_SLICE, origin, now, 2);
	if (!record)
		return;
	record->fields[0] = length;
	record->fields[1] = unreported;
	observoor_submit(record);
}

/* Reports a slice at its end. */
static __always_inline void report_switch(const struct running_thread *running, const struct observoor_origin *origin,
					  __u64 now, __u64 length, bool voluntary)
{
	struct observoor_event *record;

	if (!observoor_keep(SCHED_SWITCH))
		return;
	record = observoor_reserve(SCHED_SWITCH, origin, now, 3);
	if (!record)
		return;
	record->fields[0] = length;
	record->fields[1] = voluntary;
	record->fields[2] = slice_unreported(running, length);
	observoor_submit(record);
}

/*
 * Whether the kernel counted the switch that ends the slice as voluntary: __schedule() in kernel/sched/core.c increments
 * nvcsw before the tracepoint. The task's state does not tell: a thread that finds a signal on its way to sleep stays
 * runnable, and its switch counts as voluntary.
 */
static __always_inline bool is_voluntary(const struct running_thread *running, struct task_struct *prev, bool preempt,
					 __u32 state, const enum task_access access)
{
	if (running->nvcsw != UNKNOWN)
		return running->nvcsw != task_nvcsw(prev, access);
	return !preempt && state != TASK_RUNNING;
}

/* Reports, at switch_in, how long a thread waited for the CPU and how long it was off the CPU. */
static __always_inline void report_runqueue(struct sched_thread *thread, const struct observoor_origin *origin, __u64 now)
{
	__u64 wait = thread->wait_start && thread->wait_start < now ? now - thread->wait_start : 0;
	__u64 off_cpu = thread->sleep_start && thread->sleep_start < now ? now - thread->sleep_start : 0;
	struct observoor_event *record;

	thread->wait_start = 0;
	thread->sleep_start = 0;
	if ((!wait && !off_cpu) || !observoor_keep(SCHED_RUNQUEUE))
		return;
	record = observoor_reserve(SCHED_RUNQUEUE, origin, now, 2);
	if (!record)
		return;
	record->fields[0] = wait;
	record->fields[1] = off_cpu;
	observoor_submit(record);
}

/*
 * Reconstructs a switch_in that no program saw, because the kernel skips programs that would recurse: the growth of
 * sum_exec_runtime since the thread's last switch_out tells when the running slice began. `origin` is NULL if the process
 * is not tracked.
 */
static __always_inline void recover_switch_in(struct running_thread *running, __u32 tid,
					      const struct observoor_origin *origin, __u64 sum_exec_runtime, __u64 now)
{
	struct sched_thread *thread = origin ? thread_find(tid) : NULL;

	running->tid = tid;
	running->pid = 0;
	running->slice_start = now;
	running->reported = 0;
	running->sum_exec_runtime = UNKNOWN;
	running->nvcsw = UNKNOWN;
	running->partial = !thread || thread->sum_exec_runtime == UNKNOWN;
	if (running->partial)
		return;
	running->slice_start = now - (sum_exec_runtime - thread->sum_exec_runtime);
	running->sum_exec_runtime = thread->sum_exec_runtime;
	running->nvcsw = thread->nvcsw;
	report_runqueue(thread, origin, running->slice_start);
}

static __always_inline void switch_out(struct running_thread *running, struct task_struct *prev, bool preempt, __u64 now,
				       const enum task_access access)
{
	__u32 tid = task_tid(prev, access);
	struct observoor_origin origin;
	struct sched_thread *thread;
	__u64 sum_exec_runtime, length;
	__u32 state;

	/* the idle thread */
	if (!tid)
		return;
	state = task_state(prev, access);
	if (running->tid == tid && running->pid) {
		origin.pid = running->pid;
		origin.tid = tid;
		origin.client_type = running->client_type;
	} else if (!observoor_find(task_pid(prev, access), tid, &origin)) {
		/* its process may have been tracked before */
		if (state == TASK_DEAD)
			thread_delete(tid);
		return;
	}

	sum_exec_runtime = task_sum_exec_runtime(prev, access);
	if (running->tid != tid)
		recover_switch_in(running, tid, &origin, sum_exec_runtime, now);
	length = slice_length(running, sum_exec_runtime, now, true);
	if (running->partial)
		report_slice(running, &origin, now, length);
	else
		report_switch(running, &origin, now, length, is_voluntary(running, prev, preempt, state, access));
	if (state == TASK_DEAD) {
		thread_delete(tid);
		return;
	}
	thread = thread_find_or_create(tid, origin.pid);
	if (!thread) {
		observoor_lost(SCHED_RUNQUEUE);
		return;
	}
	thread->nvcsw = task_nvcsw(prev, access);
	thread->sum_exec_runtime = sum_exec_runtime;
	/* a thread that is preempted on its way to sleep stays on the run queue, whatever its state */
	if (preempt || state == TASK_RUNNING) {
		thread->sleep_start = 0;
		thread->wait_start = now;
	} else {
		thread->sleep_start = now;
		thread->wait_start = 0;
	}
}

/*
 * `next` is NULL and `has_next` false at a hook that passes only the tid. `has_next` must be a constant: the verifier of
 * Linux 6.1 treats a hook's argument, which is never NULL, as NULL in one comparison and as a task in the other.
 */
static __always_inline void switch_in(struct running_thread *running, struct task_struct *next, const bool has_next,
				      __u32 tid, __u64 now, const enum task_access access)
{
	struct sched_thread *thread = NULL;
	struct observoor_origin origin;
	__u32 pid;

	running->tid = tid;
	running->pid = 0;
	running->partial = 0;
	running->slice_start = now;
	running->reported = 0;
	running->sum_exec_runtime = UNKNOWN;
	running->nvcsw = UNKNOWN;
	if (!tid)
		return;
	if (has_next) {
		pid = task_pid(next, access);
	} else {
		thread = thread_find(tid);
		if (!thread)
			return;
		pid = thread->pid;
	}
	if (!observoor_find(pid, tid, &origin))
		return;
	running->pid = pid;
	running->client_type = origin.client_type;
	running->sum_exec_runtime = has_next ? task_sum_exec_runtime(next, access) : thread->sum_exec_runtime;
	running->nvcsw = has_next ? task_nvcsw(next, access) : thread->nvcsw;
	if (has_next)
		thread = thread_find(tid);
	if (thread)
		report_runqueue(thread, &origin, now);
}

static __always_inline int sched_switch(bool preempt, struct task_struct *prev, struct task_struct *next,
					const bool has_next, __u32 next_tid, const enum task_access access)
{
	struct running_thread *running = running_on_this_cpu();
	__u64 now = bpf_ktime_get_ns();

	if (!running)
		return 0;
	switch_out(running, prev, preempt, now, access);
	switch_in(running, next, has_next, next_tid, now, access);
	return 0;
}

/* Wake-up of a thread that has no element yet. */
static __always_inline int wakeup_new_thread(struct task_struct *task, __u32 tid, const enum task_access access)
{
	struct observoor_origin origin;
	struct sched_thread *thread;

	if (!observoor_find(task_pid(task, access), tid, &origin))
		return 0;
	thread = thread_find_or_create(tid, origin.pid);
	if (!thread) {
		observoor_lost(SCHED_RUNQUEUE);
		return 0;
	}
	thread->nvcsw = task_nvcsw(task, access);
	thread->sum_exec_runtime = task_sum_exec_runtime(task, access);
	thread->wait_start = bpf_ktime_get_ns();
	return 0;
}

/* `task` is NULL at a hook that passes only the tid. Ignores the wake-up of a thread that does not sleep. */
static __always_inline int sched_wakeup(struct task_struct *task, __u32 tid, const enum task_access access)
{
	struct sched_thread *thread = thread_find(tid);

	if (!thread)
		return task ? wakeup_new_thread(task, tid, access) : 0;
	if (thread->sleep_start && !thread->wait_start)
		thread->wait_start = bpf_ktime_get_ns();
	return 0;
}

SEC("tp_btf/sched_switch")
int BPF_PROG(sched_switch_btf, bool preempt, struct task_struct *prev, struct task_struct *next)
{
	return sched_switch(preempt, prev, next, true, next->pid, BTF_LOAD);
}

SEC("raw_tp/sched_switch")
int BPF_PROG(sched_switch_raw, bool preempt, struct task_struct *prev, struct task_struct *next)
{
	return sched_switch(preempt, prev, next, true, task_tid(next, PROBE_READ), PROBE_READ);
}

/* The record has the next thread's tid but not its process, which is known only after the thread's first switch_out. */
SEC("tp/sched/sched_switch")
int sched_switch_tracepoint(struct trace_event_raw_sched_switch *record)
{
	struct task_struct *prev = (void *)bpf_get_current_task();

	return sched_switch(record->prev_state & TASK_REPORT_MAX, prev, NULL, false, record->next_pid, PROBE_READ);
}

SEC("tp_btf/sched_wakeup")
int BPF_PROG(sched_wakeup_btf, struct task_struct *task)
{
	return sched_wakeup(task, task->pid, BTF_LOAD);
}

SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(sched_wakeup_new_btf, struct task_struct *task)
{
	return sched_wakeup(task, task->pid, BTF_LOAD);
}

SEC("raw_tp/sched_wakeup")
int BPF_PROG(sched_wakeup_raw, struct task_struct *task)
{
	return sched_wakeup(task, task_tid(task, PROBE_READ), PROBE_READ);
}

SEC("raw_tp/sched_wakeup_new")
int BPF_PROG(sched_wakeup_new_raw, struct task_struct *task)
{
	return sched_wakeup(task, task_tid(task, PROBE_READ), PROBE_READ);
}

SEC("tp/sched/sched_wakeup")
int sched_wakeup_tracepoint(struct trace_event_raw_sched_wakeup_template *record)
{
	return sched_wakeup(NULL, record->pid, PROBE_READ);
}

/*
 * Runs periodically on each CPU and reports the running thread's time so far, so that a slice of several seconds reaches
 * each of its windows before the window closes. sched_switch runs with interrupts off, so the two never run at once.
 */
SEC("perf_event")
int slice_timer(void *context)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct running_thread *running = running_on_this_cpu();
	struct observoor_origin origin;
	__u64 now, sum_exec_runtime, length;
	bool tracked;

	if (!running || !tid)
		return 0;
	now = bpf_ktime_get_ns();
	sum_exec_runtime = task_sum_exec_runtime(task, PROBE_READ);
	tracked = observoor_current(&origin);
	if (running->tid != tid)
		recover_switch_in(running, tid, tracked ? &origin : NULL, sum_exec_runtime, now);
	length = slice_length(running, sum_exec_runtime, now, false);
	if (tracked) {
		/* its process may have become tracked during this slice */
		running->pid = origin.pid;
		running->client_type = origin.client_type;
		report_slice(running, &origin, now, length);
	} else {
		running->pid = 0;
		running->reported = length;
	}
	return 0;
}
