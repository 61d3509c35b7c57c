/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef THREAD_BPF_H
#define THREAD_BPF_H

#include <observoor/emit.bpf.h>
#include "registers.bpf.h"
#include "syscall.h"

/* State of a thread from the entry of a system call to its return. */
struct syscall_thread {
	__u64 start;   /* CLOCK_MONOTONIC, ns */
	__u64 restart; /* the kernel function that restart_syscall would call to continue a futex wait; else 0 */
	__u32 number;
	__u32 action; /* enum syscall_action; CALL_IGNORED outside of an observed call */
	__u32 count;
	struct observoor_origin origin;
};

/*
 * The map that holds the state, a compile-time constant for each program. Task storage is cheaper and is freed with the
 * thread, but tracing programs have it only since Linux 6.1; a hash replaces it before.
 */
enum thread_storage_kind { TASK_STORAGE, HASH };

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

/* The current thread, for the functions below. Call once in a program: helper calls dominate its cost. */
static __always_inline struct task_struct *thread_current(const enum thread_storage_kind storage)
{
	/* Linux 5.10 has no bpf_get_current_task_btf */
	return storage == TASK_STORAGE ? bpf_get_current_task_btf() : (void *)bpf_get_current_task();
}

/* Fills `origin` with the thread; returns false if its process is not tracked. */
static __always_inline bool thread_tracked(struct task_struct *task, const enum thread_storage_kind storage,
					   struct observoor_origin *origin)
{
	if (storage == TASK_STORAGE)
		return observoor_find(task->tgid, task->pid, origin);
	return observoor_current(origin);
}

/* Finds the state of a thread; returns NULL if there is none. */
static __always_inline struct syscall_thread *thread_find(struct task_struct *task, const enum thread_storage_kind storage)
{
	if (storage == TASK_STORAGE) {
		/* most threads have no storage at all: reading the pointer is cheaper than the helper call */
		if (bpf_core_field_exists(task->bpf_storage) && !task->bpf_storage)
			return NULL;
		return bpf_task_storage_get(&thread_storage, task, NULL, 0);
	}
	__u32 tid = bpf_get_current_pid_tgid();

	return bpf_map_lookup_elem(&thread_hash, &tid);
}

/* Finds or creates the state of a thread; returns NULL if there is no room. */
static __always_inline struct syscall_thread *thread_find_or_create(struct task_struct *task,
								      const enum thread_storage_kind storage)
{
	if (storage == TASK_STORAGE)
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

/* Whether the thread is in a 32-bit system call, whose numbers differ. */
static __always_inline bool thread_compat(struct task_struct *task, const enum thread_storage_kind storage)
{
	struct thread_info info = {};

	if (storage == TASK_STORAGE)
		return IS_COMPAT(&task->thread_info);
	info.COMPAT_MEMBER = BPF_CORE_READ(task, thread_info.COMPAT_MEMBER);
	return IS_COMPAT(&info);
}

#endif
