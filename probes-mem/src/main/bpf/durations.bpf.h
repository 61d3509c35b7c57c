/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef DURATIONS_BPF_H
#define DURATIONS_BPF_H

#include "report.bpf.h"

/* What a thread is in the middle of. */
struct doing {
	__u32 tid;
	__u32 event;
};

struct since {
	__u64 start; /* CLOCK_MONOTONIC, ns */
	__u32 depth; /* how many times it has begun without an end */
	__u32 fault; /* of page faults: enum fault_entry */
};

/*
 * Allocated beforehand: these programs run when memory is short. An element lives from begin to end, so there are as many
 * as threads that reclaim or compact at one time.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct doing);
	__type(value, struct since);
} under_way SEC(".maps");

/* The current thread begins; within the same again, only the depth grows: the time counts once. */
static __always_inline int begin(__u32 event)
{
	struct doing key = { .tid = (__u32)bpf_get_current_pid_tgid(), .event = event };
	struct since *since, fresh = { .depth = 1 };
	struct observoor_origin origin;

	if (!observoor_enabled(event) || !observoor_current(&origin))
		return 0;
	since = bpf_map_lookup_elem(&under_way, &key);
	if (since) {
		since->depth++;
		return 0;
	}
	fresh.start = bpf_ktime_get_ns();
	if (bpf_map_update_elem(&under_way, &key, &fresh, BPF_ANY))
		observoor_lost(event);
	return 0;
}

/* It ends. What began before its process was tracked, or before this was attached, has no element and is left out. */
static __always_inline int end(__u32 event)
{
	struct doing key = { .tid = (__u32)bpf_get_current_pid_tgid(), .event = event };
	struct observoor_origin origin;
	struct since *since;
	__u64 start;

	if (!observoor_enabled(event))
		return 0;
	since = bpf_map_lookup_elem(&under_way, &key);
	if (!since || --since->depth)
		return 0;
	start = since->start;
	bpf_map_delete_elem(&under_way, &key);
	if (observoor_current(&origin)) {
		__u64 now = bpf_ktime_get_ns();

		report(event, &origin, now, now - start);
	}
	return 0;
}

#endif
