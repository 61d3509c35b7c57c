/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef REQUEST_BPF_H
#define REQUEST_BPF_H

#include "owner.bpf.h"

/* Requests that are with a driver, of whomever: queue depth counts them all. */
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

/* A request comes to a device's driver; returns how many are there now. */
static __always_inline __u32 device_entered(__u32 number)
{
	struct disk_device *device = bpf_map_lookup_elem(&devices, &number);

	if (!device) {
		struct disk_device fresh = {};

		bpf_map_update_elem(&devices, &number, &fresh, BPF_NOEXIST);
		device = bpf_map_lookup_elem(&devices, &number);
		if (!device)
			return 1;
	}
	/* its result is not used: Linux before 5.12 has no atomic operation with one */
	__sync_fetch_and_add(&device->in_flight, 1);
	return device->in_flight ?: 1;
}

/* A request that was counted leaves: so it never counts below 0. */
static __always_inline void device_left(__u32 number)
{
	struct disk_device *device = bpf_map_lookup_elem(&devices, &number);

	if (device)
		__sync_fetch_and_add(&device->in_flight, -1);
}

/*
 * A request is handed to its driver, for the first time or again. What it is issued again with, if it was requeued, may be
 * less (a part was done) or more (another was merged into it): what counts is the most, from the first time on.
 */
static __always_inline void request_started(const struct disk_key *key, __u32 device, __u32 direction, __u32 bytes,
					    const struct disk_owner *owner)
{
	struct disk_request *known = bpf_map_lookup_elem(&requests, key);
	struct disk_request request = {};

	if (known && known->requeued && known->device == device) {
		known->requeued = 0;
		if (bytes > known->bytes)
			known->bytes = bytes;
		device_entered(device);
		return;
	}
	/* its end went unseen, and its address serves another request */
	if (known && !known->requeued)
		device_left(known->device);
	request.depth = device_entered(device);
	request.start = bpf_ktime_get_ns();
	request.bytes = bytes;
	request.device = device;
	request.direction = direction;
	request.owner = *owner;
	if (bpf_map_update_elem(&requests, key, &request, BPF_ANY)) {
		device_left(device);
		if (owner->kind != OWNER_OTHER)
			observoor_lost(DISK_IO);
	}
}

/* A driver gives a request back, to get it again. */
static __always_inline void request_returned(const struct disk_key *key)
{
	struct disk_request *request = bpf_map_lookup_elem(&requests, key);

	if (request && !request->requeued) {
		request->requeued = 1;
		device_left(request->device);
	}
}

/* Writes an event of an owner that is reported; NULL when it is not, or is lost, or not sampled. */
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

/* A request is done, whole. */
static __always_inline void request_ended(const struct disk_key *key)
{
	struct disk_request *found = bpf_map_lookup_elem(&requests, key);
	struct observoor_event *record;
	struct disk_request request;
	__u64 now;

	/* handed out before this program was attached; or a flush that ended without being handed out */
	if (!found)
		return;
	request = *found;
	bpf_map_delete_elem(&requests, key);
	if (!request.requeued)
		device_left(request.device);
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

/* A bio, or a request, was merged into a request. */
static __always_inline void merged(const struct disk_owner *owner, __u32 device, __u32 direction, __u32 bytes)
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
