/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef DURATIONS_BPF_H
#define DURATIONS_BPF_H

#include "report.bpf.h"

/* Operations that threads are in: reclaim, compaction, and for kprobes a page fault. */
struct operation_key {
	__u32 tid;
	__u32 event;
};

struct operation {
	__u64 start; /* CLOCK_MONOTONIC, ns */
	__u32 depth; /* nesting level */
	__u32 fault; /* of a page fault: enum fault_entry */
};

/*
 * Preallocated, because these programs run when memory is short. An element lives from begin to end, so the map needs one
 * for each thread that reclaims or compacts at the same time.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct operation_key);
	__type(value, struct operation);
} operations SEC(".maps");

/* Starts an operation of the current thread; a nested one only increments the depth, so its time counts once. */
static __always_inline int operation_begin(__u32 event)
{
	struct operation_key key = { .tid = (__u32)bpf_get_current_pid_tgid(), .event = event };
	struct operation *operation, fresh = { .depth = 1 };
	struct observoor_origin origin;

	if (!observoor_enabled(event) || !observoor_current(&origin))
		return 0;
	operation = bpf_map_lookup_elem(&operations, &key);
	if (operation) {
		operation->depth++;
		return 0;
	}
	fresh.start = bpf_ktime_get_ns();
	if (bpf_map_update_elem(&operations, &key, &fresh, BPF_ANY))
		observoor_lost(event);
	return 0;
}

/* Ends an operation and reports it. Ignores operations that began before the process was tracked or the probe attached. */
static __always_inline int operation_end(__u32 event)
{
	struct operation_key key = { .tid = (__u32)bpf_get_current_pid_tgid(), .event = event };
	struct observoor_origin origin;
	struct operation *operation;
	__u64 start;

	if (!observoor_enabled(event))
		return 0;
	operation = bpf_map_lookup_elem(&operations, &key);
	if (!operation || --operation->depth)
		return 0;
	start = operation->start;
	bpf_map_delete_elem(&operations, &key);
	if (observoor_current(&origin)) {
		__u64 now = bpf_ktime_get_ns();

		report(event, &origin, now, now - start);
	}
	return 0;
}

#endif
