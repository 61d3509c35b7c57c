/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef REQUEST_BPF_H
#define REQUEST_BPF_H

#include "owner.bpf.h"

/* Requests in flight of all processes, because the queue depth counts all. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, struct disk_key);
	__type(value, struct disk_request);
} requests SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, struct disk_device);
} devices SEC(".maps");

/* Increments and returns the device's number of requests in flight. */
static __always_inline __u32 in_flight_increment(__u32 number)
{
	struct disk_device *device = bpf_map_lookup_elem(&devices, &number);

	if (!device) {
		struct disk_device fresh = {};

		bpf_map_update_elem(&devices, &number, &fresh, BPF_NOEXIST);
		device = bpf_map_lookup_elem(&devices, &number);
		if (!device)
			return 1;
	}
	/* Linux before 5.12 has no atomic add that returns its result */
	__sync_fetch_and_add(&device->in_flight, 1);
	return device->in_flight ?: 1;
}

/* Call only for a request that was counted, so that the number stays positive. */
static __always_inline void in_flight_decrement(__u32 number)
{
	struct disk_device *device = bpf_map_lookup_elem(&devices, &number);

	if (device)
		__sync_fetch_and_add(&device->in_flight, -1);
}

/*
 * Records that a request is issued to its driver, for the first time or after a requeue. A requeued request may have fewer
 * bytes (a part is done) or more (a merge): the maximum counts, and the time since the first issue.
 */
static __always_inline void request_issue(const struct disk_key *key, __u32 device, __u32 direction, __u32 bytes,
					    const struct disk_owner *owner)
{
	struct disk_request *issued = bpf_map_lookup_elem(&requests, key);
	struct disk_request request = {};

	if (issued && issued->requeued && issued->device == device) {
		issued->requeued = 0;
		if (bytes > issued->bytes)
			issued->bytes = bytes;
		in_flight_increment(device);
		return;
	}
	/* a stale element: its completion was missed, and its address is reused */
	if (issued && !issued->requeued)
		in_flight_decrement(issued->device);
	request.depth = in_flight_increment(device);
	request.start = bpf_ktime_get_ns();
	request.bytes = bytes;
	request.device = device;
	request.direction = direction;
	request.owner = *owner;
	if (bpf_map_update_elem(&requests, key, &request, BPF_ANY)) {
		in_flight_decrement(device);
		if (owner->kind != OWNER_OTHER)
			observoor_lost(DISK_IO);
	}
}

/* Records that the driver requeues a request. */
static __always_inline void request_requeue(const struct disk_key *key)
{
	struct disk_request *request = bpf_map_lookup_elem(&requests, key);

	if (request && !request->requeued) {
		request->requeued = 1;
		in_flight_decrement(request->device);
	}
}

/* Reserves a record for an owner; returns NULL if the owner is not reported, the sampling drops it, or it is lost. */
static __always_inline struct observoor_event *reserve_for(const struct disk_owner *owner, __u32 event, __u64 now,
							   const __u32 field_count)
{
	struct observoor_origin origin = {
		.pid = owner->pid,
		.tid = owner->tid,
		.client_type = owner->client_type,
	};

	if (owner->kind == OWNER_OTHER || !observoor_keep(event))
		return NULL;
	return observoor_reserve(event, &origin, now, field_count);
}

/* Reports a request that is complete as a whole. */
static __always_inline void request_complete(const struct disk_key *key)
{
	struct disk_request *found = bpf_map_lookup_elem(&requests, key);
	struct observoor_event *record;
	struct disk_request request;
	__u64 now;

	/* issued before the program was attached, or a flush that was never issued */
	if (!found)
		return;
	request = *found;
	bpf_map_delete_elem(&requests, key);
	if (!request.requeued)
		in_flight_decrement(request.device);
	now = bpf_ktime_get_ns();
	record = reserve_for(&request.owner, DISK_IO, now, 5);
	if (!record)
		return;
	record->fields[0] = now - request.start;
	record->fields[1] = request.bytes;
	record->fields[2] = request.depth;
	record->fields[3] = request.device;
	record->fields[4] = request.direction;
	observoor_submit(record);
}

/* Reports a bio or request that was merged into a request. */
static __always_inline void report_merge(const struct disk_owner *owner, __u32 device, __u32 direction, __u32 bytes)
{
	struct observoor_event *record = reserve_for(owner, BLOCK_MERGE, bpf_ktime_get_ns(), 3);

	if (!record)
		return;
	record->fields[0] = bytes;
	record->fields[1] = device;
	record->fields[2] = direction;
	observoor_submit(record);
}

#endif
