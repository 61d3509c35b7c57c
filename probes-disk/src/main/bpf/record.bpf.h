/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef RECORD_BPF_H
#define RECORD_BPF_H

#include "request.bpf.h"

/*
 * Bodies of the programs on plain tracepoints. Their records have no addresses: a request is identified by its device and
 * first sector, and its first bio by the major number and the sector. (The sector of a bio on a partition is relative to the
 * whole device, but the device number is the partition's.)
 */

/* Common beginning of the records of the group `block`, the same in every kernel (see their `format` files). */
struct block_record {
	__u64 common;
	__u32 device;
	__u64 sector;
	union {
		__u32 sectors;	  /* everywhere but in block_split */
		__u64 split_sector; /* block_split: the first sector of the rest */
	};
};

struct block_issue_record {
	__u64 common;
	__u32 device;
	__u64 sector;
	__u32 sectors;
	__u32 bytes;
};

#define MINOR_BITS 20

/* Direction by the first letters of rwbs: F for a preceding flush, then the operation. */
static __always_inline __u32 record_direction(const void *record, __u32 offset)
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
	/* the sector of a flush is 0 at its issue (blk_rq_trace_sector) and -1 at its completion */
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

static __always_inline int issue_record(struct block_issue_record *record)
{
	__u32 direction = record_direction(record, bpf_core_field_offset(struct trace_event_raw_block_rq, rwbs));
	struct disk_key request = request_key(record->device, direction, record->sector);
	struct disk_key bio = bio_key(record->device, record->sector);
	struct disk_owner owner = {};
	struct disk_owner *found = bpf_map_lookup_elem(&bio_owners, &bio);

	/* a flush and its bio both have the sector 0 */
	if (found) {
		owner = *found;
		bpf_map_delete_elem(&bio_owners, &bio);
	}
	request_issue(&request, record->device, direction, record->bytes, &owner);
	return 0;
}

static __always_inline int requeue_record(struct block_record *record)
{
	__u32 direction = record_direction(record, bpf_core_field_offset(struct trace_event_raw_block_rq_requeue, rwbs));
	struct disk_key key = request_key(record->device, direction, record->sector);

	request_requeue(&key);
	return 0;
}

/* Also ends a request of which only a part is done: the rest begins at another sector. */
static __always_inline int complete_record(struct block_record *record)
{
	__u32 offset = bpf_core_type_exists(struct trace_event_raw_block_rq_completion) ?
			       bpf_core_field_offset(struct trace_event_raw_block_rq_completion, rwbs) :
			       bpf_core_field_offset(struct trace_event_raw_block_rq_complete, rwbs);
	__u32 direction = record_direction(record, offset);
	struct disk_key key = request_key(record->device, direction, record->sector);

	request_complete(&key);
	return 0;
}

static __always_inline int queue_record(struct block_record *record)
{
	struct disk_key key = bio_key(record->device, record->sector);
	struct disk_owner owner;

	submitter(NULL, false, &owner);
	bpf_map_update_elem(&bio_owners, &key, &owner, BPF_ANY);
	return 0;
}

static __always_inline int split_record(struct block_record *record)
{
	struct disk_key key = bio_key(record->device, record->sector);
	struct disk_owner *found = bpf_map_lookup_elem(&bio_owners, &key);
	struct disk_owner owner = {};

	if (found)
		owner = *found;
	key.first = record->split_sector;
	bpf_map_update_elem(&bio_owners, &key, &owner, BPF_ANY);
	return 0;
}

static __always_inline int bio_merge_record(struct block_record *record)
{
	__u32 offset = bpf_core_type_exists(struct trace_event_raw_block_bio) ?
			       bpf_core_field_offset(struct trace_event_raw_block_bio, rwbs) :
			       bpf_core_field_offset(struct trace_event_raw_block_bio_merge, rwbs);
	__u32 direction = record_direction(record, offset);
	struct disk_owner owner;

	submitter(NULL, false, &owner);
	report_merge(&owner, record->device, direction, record->sectors << 9);
	return 0;
}

static __always_inline int request_merge_record(struct block_issue_record *record)
{
	__u32 direction = record_direction(record, bpf_core_field_offset(struct trace_event_raw_block_rq, rwbs));
	struct disk_key key = bio_key(record->device, record->sector);
	struct disk_owner *found = bpf_map_lookup_elem(&bio_owners, &key);
	struct disk_owner owner = {};

	if (found)
		owner = *found;
	report_merge(&owner, record->device, direction, record->bytes);
	return 0;
}

#endif
