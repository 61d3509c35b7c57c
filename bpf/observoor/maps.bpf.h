/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef OBSERVOOR_MAPS_BPF_H
#define OBSERVOOR_MAPS_BPF_H

#include "types.h"
#include <bpf/bpf_helpers.h>
#include "event.h"

/*
 * Maps that the platform owns and all probes share, named "observoor_…". Before it loads a probe's object, the platform
 * replaces them with its own maps, which have other sizes.
 */

struct observoor_ring_inner {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
};

/* One ring buffer for each possible CPU: a shared one slows down as CPUs are added. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct observoor_ring_inner);
} observoor_rings SEC(".maps");

/* Tracked processes by pid (tgid). */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32);
	__type(value, struct observoor_process);
} observoor_tracked SEC(".maps");

/* Requests for wake-ups, one element for each CPU. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct observoor_control);
} observoor_control SEC(".maps");

/* Lost events: element cpu * OBSERVOOR_EVENT_TYPES + event type. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, OBSERVOOR_EVENT_TYPES);
	__type(key, __u32);
	__type(value, __u64);
} observoor_losses SEC(".maps");

#endif
