/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef ONCE_BPF_H
#define ONCE_BPF_H

#include "report.bpf.h"

/* What happens to a process once, although the kernel may say so for several of its threads. */
struct once {
	__u64 started; /* CLOCK_MONOTONIC, ns: of the process's first thread */
	__u32 pid;
	__u32 event;
};

/* The newest of them: threads of one process follow each other closely. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct once);
	__type(value, __u8);
} seen SEC(".maps");

/* Whether this is the first time for the process of `task`. */
static __always_inline bool first_time(__u32 event, struct task_struct *task)
{
	struct task_struct___exit *leader = (void *)BPF_CORE_READ(task, group_leader);
	struct once key = { .started = BPF_CORE_READ(leader, start_time), .pid = BPF_CORE_READ(task, tgid), .event = event };
	__u8 value = 1;

	return !bpf_map_update_elem(&seen, &key, &value, BPF_NOEXIST);
}

#endif
