/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef RECORD_BPF_H
#define RECORD_BPF_H

#include "request.bpf.h"

/*
 * What plain tracepoints tell, where nothing better can be had. Their records carry no addresses: a request is the place
 * where it begins, on its device, and the bio that became its first part is one queued there on a device of the same
 * major number (a partition's place is counted from the device's start by then, but its minor number is its own).
 */

/* The beginning of the records of the group `block`, which is the same in all of them and in every kernel (`format`). */
struct block_record {
	__u64 common;
	__u32 device;
	__u64 sector;
	union {
		__u32 sectors;	  /* block_split, which is wider: the place where it cuts */
		__u64 cut_sector;
	};
};

struct issue_record {
	__u64 common;
	__u32 device;
	__u64 sector;
	__u32 sectors;
	__u32 bytes;
};

#define MINOR_BITS 20

/* rwbs of a record: an F for a flush before it, what it is, and more that does not matter here. */
static __always_inline __u32 direction_at(const void *record, __u32 offset)
{
	char letters[2] = {};

	bpf_probe_read_kernel(letters, sizeof(letters), record + offset);
	switch (letters[0] == 'F' ? letters[1] : letters[0]) {
	case 'R':
		return DIRECTION_READ;
	case 'W':
		return DIRECTION_WRITE;
	case 'D':
		return DIRECTION_DISCARD;
	}
	return letters[0] == 'F' ? DIRECTION_FLUSH : DIRECTION_OTHER;
}

static __always_inline struct disk_key request_key(__u32 device, __u32 direction, __u64 sector)
{
	/* a flush has no place: 0 in the record of its issue (blk_rq_trace_sector), -1 in that of its completion */
	struct disk_key key = {
		.first = sector == (__u64)-1 ? 0 : sector,
		.second = (__u64)(direction + 1) << 32 | device,
	};

	return key;
}

static __always_inline struct disk_key bio_key(__u32 device, __u64 sector)
{
	struct disk_key key = { .first = sector, .second = 1ULL << 63 | device >> MINOR_BITS };

	return key;
}

static __always_inline int issued_at(struct issue_record *record)
{
	__u32 direction = direction_at(record, bpf_core_field_offset(struct trace_event_raw_block_rq, rwbs));
	struct disk_key request = request_key(record->device, direction, record->sector);
	struct disk_key bio = bio_key(record->device, record->sector);
	struct disk_owner owner = {};
	struct disk_owner *known = bpf_map_lookup_elem(&bio_owners, &bio);

	/* a flush stands at the place 0 of whoever asked for it, as its bio does */
	if (known) {
		owner = *known;
		bpf_map_delete_elem(&bio_owners, &bio);
	}
	request_started(&request, record->device, direction, record->bytes, &owner);
	return 0;
}

static __always_inline int requeued_at(struct block_record *record)
{
	__u32 direction = direction_at(record, bpf_core_field_offset(struct trace_event_raw_block_rq_requeue, rwbs));
	struct disk_key key = request_key(record->device, direction, record->sector);

	request_returned(&key);
	return 0;
}

/* A part of a request is done as well: the rest of it begins behind. */
static __always_inline int completed_at(struct block_record *record)
{
	__u32 offset = bpf_core_type_exists(struct trace_event_raw_block_rq_completion) ?
			       bpf_core_field_offset(struct trace_event_raw_block_rq_completion, rwbs) :
			       bpf_core_field_offset(struct trace_event_raw_block_rq_complete, rwbs);
	__u32 direction = direction_at(record, offset);
	struct disk_key key = request_key(record->device, direction, record->sector);

	request_ended(&key);
	return 0;
}

static __always_inline int queued_at(struct block_record *record)
{
	struct disk_key key = bio_key(record->device, record->sector);
	struct disk_owner owner;

	owner_of_submission(NULL, false, &owner);
	bpf_map_update_elem(&bio_owners, &key, &owner, BPF_ANY);
	return 0;
}

static __always_inline int split_at(struct block_record *record)
{
	struct disk_key key = bio_key(record->device, record->sector);
	struct disk_owner *known = bpf_map_lookup_elem(&bio_owners, &key);
	struct disk_owner owner = {};

	if (known)
		owner = *known;
	key.first = record->cut_sector;
	bpf_map_update_elem(&bio_owners, &key, &owner, BPF_ANY);
	return 0;
}

static __always_inline int bio_merged_at(struct block_record *record)
{
	__u32 offset = bpf_core_type_exists(struct trace_event_raw_block_bio) ?
			       bpf_core_field_offset(struct trace_event_raw_block_bio, rwbs) :
			       bpf_core_field_offset(struct trace_event_raw_block_bio_merge, rwbs);
	__u32 direction = direction_at(record, offset);
	struct disk_owner owner;

	owner_of_submission(NULL, false, &owner);
	merged(&owner, record->device, direction, record->sectors << 9);
	return 0;
}

static __always_inline int request_merged_at(struct issue_record *record)
{
	__u32 direction = direction_at(record, bpf_core_field_offset(struct trace_event_raw_block_rq, rwbs));
	struct disk_key key = bio_key(record->device, record->sector);
	struct disk_owner *known = bpf_map_lookup_elem(&bio_owners, &key);
	struct disk_owner owner = {};

	if (known)
		owner = *known;
	merged(&owner, record->device, direction, record->bytes);
	return 0;
}

#endif
