/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef THREAD_BPF_H
#define THREAD_BPF_H

#include <observoor/emit.bpf.h>
#include "registers.bpf.h"
#include "syscall.h"

/* What is kept of a thread between the entry and the return of a system call. */
struct syscall_thread {
	__u64 start;   /* CLOCK_MONOTONIC, ns */
	__u64 restart; /* the kernel function with which restart_syscall would go on with a futex wait; else 0 */
	__u32 number;
	__u32 action; /* enum syscall_action; CALL_IGNORED outside of a call that is ours */
	__u32 count;
	struct observoor_origin origin;
};

/*
 * Where it is kept. Storage of the task is cheaper and goes with the thread, but tracing programs have it only from Linux
 * 6.1 on; before, a hash has it. A constant for the compiler: a program touches one of the two maps.
 */
enum thread_place { IN_TASK, IN_HASH };

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct syscall_thread);
} thread_storage SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 65536);
	__type(key, __u32);
	__type(value, struct syscall_thread);
} thread_hash SEC(".maps");

/* The current thread for the functions below, asked for once in a program: helpers are what a program costs. */
static __always_inline struct task_struct *thread_current(const enum thread_place place)
{
	/* Linux 5.10 has no bpf_get_current_task_btf */
	return place == IN_TASK ? bpf_get_current_task_btf() : (void *)bpf_get_current_task();
}

/* Fills `origin` with the thread; false when its process is not tracked. */
static __always_inline bool thread_tracked(struct task_struct *task, const enum thread_place place,
					   struct observoor_origin *origin)
{
	if (place == IN_TASK)
		return observoor_find(task->tgid, task->pid, origin);
	return observoor_current(origin);
}

/* What is kept of the thread; NULL when there is nothing. */
static __always_inline struct syscall_thread *thread_find(struct task_struct *task, const enum thread_place place)
{
	if (place == IN_TASK) {
		/* of most threads, nothing by nobody: a look at the pointer is cheaper than asking */
		if (bpf_core_field_exists(task->bpf_storage) && !task->bpf_storage)
			return NULL;
		return bpf_task_storage_get(&thread_storage, task, NULL, 0);
	}
	__u32 tid = bpf_get_current_pid_tgid();

	return bpf_map_lookup_elem(&thread_hash, &tid);
}

/* The same, made when there is none yet; NULL when there is no room for it. */
static __always_inline struct syscall_thread *thread_make(struct task_struct *task, const enum thread_place place)
{
	if (place == IN_TASK)
		return bpf_task_storage_get(&thread_storage, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	__u32 tid = bpf_get_current_pid_tgid();
	struct syscall_thread *thread = bpf_map_lookup_elem(&thread_hash, &tid);

	if (!thread) {
		struct syscall_thread fresh = {};

		bpf_map_update_elem(&thread_hash, &tid, &fresh, BPF_NOEXIST);
		thread = bpf_map_lookup_elem(&thread_hash, &tid);
	}
	return thread;
}

/* Whether the thread's system call came from 32-bit code, and so means another call by the same number. */
static __always_inline bool thread_compat(struct task_struct *task, const enum thread_place place)
{
	struct thread_info info = {};

	if (place == IN_TASK)
		return IS_COMPAT(&task->thread_info);
	info.COMPAT_MEMBER = BPF_CORE_READ(task, thread_info.COMPAT_MEMBER);
	return IS_COMPAT(&info);
}

#endif
