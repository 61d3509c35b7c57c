/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef THREAD_BPF_H
#define THREAD_BPF_H

#include <observoor/types.h>
#include <bpf/bpf_helpers.h>

/* Not known; no count and no time gets that far. */
#define UNKNOWN (~0ULL)

/* What is kept of a thread of a tracked process from one time on a CPU to the next. */
struct sched_thread {
	__u64 off;	 /* when it went to sleep; 0: it did not, or that is not known */
	__u64 ready;	 /* since when it could run and waits for a CPU; 0: it does not, or that is not known */
	__u64 voluntary; /* its switches that the kernel counted as voluntary, when it left the CPU; UNKNOWN */
	__u64 ran;	 /* how long it had run then, in all; UNKNOWN */
	__u32 pid;
	__u32 unused;
};

/*
 * By thread. Its room is allocated beforehand: these programs run with the lock of a run queue held, where the allocator
 * must not be called before Linux 6.1 (hash) and 6.4 (task storage), because it may wake kswapd, which takes such a lock.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, __u32);
	__type(value, struct sched_thread);
} threads SEC(".maps");

static __always_inline struct sched_thread *thread_find(__u32 tid)
{
	return bpf_map_lookup_elem(&threads, &tid);
}

/* The same, made when there is none yet; NULL when there is no room for it. */
static __always_inline struct sched_thread *thread_make(__u32 tid, __u32 pid)
{
	struct sched_thread *thread = thread_find(tid);

	if (!thread) {
		struct sched_thread fresh = { .pid = pid, .voluntary = UNKNOWN, .ran = UNKNOWN };

		bpf_map_update_elem(&threads, &tid, &fresh, BPF_NOEXIST);
		thread = thread_find(tid);
	}
	return thread;
}

static __always_inline void thread_forget(__u32 tid)
{
	bpf_map_delete_elem(&threads, &tid);
}

#endif
