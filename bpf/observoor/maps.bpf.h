/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef OBSERVOOR_MAPS_BPF_H
#define OBSERVOOR_MAPS_BPF_H

#include "types.h"
#include <bpf/bpf_helpers.h>
#include "event.h"

/*
 * The maps that the platform owns and every probe shares: their names begin with "observoor_", and the platform puts its
 * own in their place before a probe's object is loaded. The sizes below are replaced by the platform's.
 */

struct observoor_ring_inner {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
};

/* A ring buffer for each possible CPU: one that many CPUs share degrades with their number. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct observoor_ring_inner);
} observoor_rings SEC(".maps");

/* Tracked processes: pid (thread group) to what is known of it. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32);
	__type(value, struct observoor_process);
} observoor_tracked SEC(".maps");

/* One element a CPU: the reader's request for a wake-up. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct observoor_control);
} observoor_control SEC(".maps");

/* Events that found the ring buffer full: element cpu * OBSERVOOR_EVENT_TYPES + type. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, OBSERVOOR_EVENT_TYPES);
	__type(key, __u32);
	__type(value, __u64);
} observoor_losses SEC(".maps");

#endif
