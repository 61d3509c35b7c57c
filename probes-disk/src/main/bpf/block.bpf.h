/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef BLOCK_BPF_H
#define BLOCK_BPF_H

#include "request.bpf.h"

/* What happens to the kernel's own structures: the bodies of the programs on tp_btf and raw_tp. */

static __always_inline __u32 direction_of(unsigned int flags)
{
	unsigned int operation = flags & REQ_OP_MASK;

	switch (operation) {
	case REQ_OP_READ:
		return DIRECTION_READ;
	case REQ_OP_WRITE:
		return DIRECTION_WRITE;
	case REQ_OP_FLUSH:
		return DIRECTION_FLUSH;
	case REQ_OP_DISCARD:
	case REQ_OP_SECURE_ERASE:
		return DIRECTION_DISCARD;
	}
	if (bpf_core_enum_value_exists(enum req_op, REQ_OP_ZONE_APPEND) &&
	    operation == bpf_core_enum_value(enum req_op, REQ_OP_ZONE_APPEND))
		return DIRECTION_WRITE;
	return DIRECTION_OTHER;
}

/* Whether a request was made without a bio that was queued: SCSI and NVMe commands of an ioctl, say. */
static __always_inline bool is_passthrough(unsigned int flags)
{
	unsigned int operation = flags & REQ_OP_MASK;

	return operation >= REQ_OP_SCSI_IN && operation <= REQ_OP_DRV_OUT;
}

/* The number of a whole device, as the kernel writes it: MAJOR << 20 | MINOR. */
static __always_inline __u32 number_of(struct gendisk *disk)
{
	if (!disk)
		return 0;
	return (__u32)BPF_CORE_READ(disk, major) << 20 | (__u32)BPF_CORE_READ(disk, first_minor);
}

static __always_inline __u32 device_of_request(struct request *request)
{
	struct request___disk *before = (void *)request;

	if (bpf_core_field_exists(before->rq_disk))
		return number_of(BPF_CORE_READ(before, rq_disk));
	return number_of(BPF_CORE_READ(request, q, disk));
}

static __always_inline __u32 device_of_bio(struct bio *bio)
{
	struct bio___disk *before = (void *)bio;

	if (bpf_core_field_exists(before->bi_disk))
		return number_of(BPF_CORE_READ(before, bi_disk));
	return number_of(BPF_CORE_READ(bio, bi_bdev, bd_disk));
}

/*
 * A flush is a request of the device's own, for all that wait for one: the owner of the first of these that is a process's.
 */
static __always_inline struct bio *flushed_for(struct request *flush)
{
	struct request___flush_list *before = NULL;
	struct blk_flush_queue *queue = BPF_CORE_READ(flush, mq_hctx, fq);
	unsigned int running;
	struct list_head *head, *first;

	if (!queue)
		return NULL;
	running = BPF_CORE_READ_BITFIELD_PROBED(queue, flush_running_idx) & 1;
	head = (void *)queue + bpf_core_field_offset(queue->flush_queue) + running * sizeof(struct list_head) * 2;
	first = BPF_CORE_READ(head, next);
	if (!first || first == head)
		return NULL;
	if (bpf_core_field_exists(before->flush.list))
		flush = (void *)first - bpf_core_field_offset(before->flush.list);
	else
		flush = (void *)first - bpf_core_field_offset(flush->queuelist);
	return BPF_CORE_READ(flush, bio);
}

static __always_inline void owner_of_request(struct request *request, unsigned int flags, struct disk_owner *owner)
{
	bool flush = (flags & REQ_OP_MASK) == REQ_OP_FLUSH;
	struct bio *bio = BPF_CORE_READ(request, bio);
	struct disk_key key = {};
	struct disk_owner *known;

	if (is_passthrough(flags)) {
		owner_of_submission(NULL, false, owner);
		return;
	}
	if (flush && !bio)
		bio = flushed_for(request);
	if (!bio)
		return;
	key.first = (__u64)bio;
	known = bpf_map_lookup_elem(&bio_owners, &key);
	if (known) {
		*owner = *known;
		/* what waits for a flush is issued later */
		if (!flush)
			bpf_map_delete_elem(&bio_owners, &key);
	} else if (direction_of(flags) == DIRECTION_WRITE) {
		owner_of_pages(bio, owner);
	}
}

static __always_inline int request_issued(struct request *request)
{
	unsigned int flags = BPF_CORE_READ(request, cmd_flags);
	struct disk_key key = { .first = (__u64)request };
	struct disk_owner owner = {};

	owner_of_request(request, flags, &owner);
	request_started(&key, device_of_request(request), direction_of(flags), BPF_CORE_READ(request, __data_len), &owner);
	return 0;
}

/* The same once more: what was not seen the first time. */
static __always_inline int request_issued_again(struct request *request)
{
	struct disk_key key = { .first = (__u64)request };
	struct disk_request *known = bpf_map_lookup_elem(&requests, &key);

	/* a request begins (0 where no statistics are kept) before it is issued */
	if (known && !known->requeued && known->start >= BPF_CORE_READ(request, start_time_ns))
		return 0;
	return request_issued(request);
}

static __always_inline int request_requeued(struct request *request)
{
	struct disk_key key = { .first = (__u64)request };

	request_returned(&key);
	return 0;
}

/* `bytes` of a request are done; what it has left is not reduced yet. */
static __always_inline int request_completed(struct request *request, __u32 bytes)
{
	struct disk_key key = { .first = (__u64)request };

	if (bytes >= BPF_CORE_READ(request, __data_len))
		request_ended(&key);
	return 0;
}

static __always_inline int bio_queued(struct bio *bio)
{
	struct disk_key key = { .first = (__u64)bio };
	struct disk_owner owner;

	owner_of_submission(bio, direction_of(BPF_CORE_READ(bio, bi_opf)) == DIRECTION_WRITE, &owner);
	bpf_map_update_elem(&bio_owners, &key, &owner, BPF_ANY);
	return 0;
}

/* A bio is too large for the device: `part` is cut off its front and belongs to who owns the rest. */
static __always_inline int bio_split(struct bio *part)
{
	struct disk_key key = { .first = (__u64)BPF_CORE_READ(part, bi_private) };
	struct disk_owner *known = bpf_map_lookup_elem(&bio_owners, &key);
	struct disk_owner owner = {};

	if (known)
		owner = *known;
	key.first = (__u64)part;
	bpf_map_update_elem(&bio_owners, &key, &owner, BPF_ANY);
	return 0;
}

/* A bio becomes the last or (`leads`) the first part of a request, whose owner is its first bio's. */
static __always_inline int bio_merged(struct bio *bio, bool leads)
{
	__u32 direction = direction_of(BPF_CORE_READ(bio, bi_opf));
	struct disk_key key = { .first = (__u64)bio };
	struct disk_owner *known = bpf_map_lookup_elem(&bio_owners, &key);
	struct disk_owner owner;

	/* merged where it is submitted, so nothing is lacking when disk_io is off and with it the programs that know */
	if (known) {
		owner = *known;
		if (leads)
			known->merged = 1;
		else
			bpf_map_delete_elem(&bio_owners, &key);
	} else {
		owner_of_submission(bio, direction == DIRECTION_WRITE, &owner);
	}
	merged(&owner, device_of_bio(bio), direction, BPF_CORE_READ(bio, bi_iter.bi_size));
	return 0;
}

/*
 * The same once more: the first time left no owner behind, or one that leads and is marked. Merges of bios whose owners
 * nobody keeps, because disk_io is off, are seen once.
 */
static __always_inline int bio_merged_again(struct bio *bio, bool leads)
{
	struct disk_key key = { .first = (__u64)bio };
	struct disk_owner *known = bpf_map_lookup_elem(&bio_owners, &key);

	return known && !known->merged ? bio_merged(bio, leads) : 0;
}

/* A request becomes the last part of another one, whose own first bio stays the first. */
static __always_inline int request_merged(struct request *request)
{
	unsigned int flags = BPF_CORE_READ(request, cmd_flags);
	struct disk_owner owner = {};

	owner_of_request(request, flags, &owner);
	merged(&owner, device_of_request(request), direction_of(flags), BPF_CORE_READ(request, __data_len));
	return 0;
}

/* The same once more: the first time left no owner behind. */
static __always_inline int request_merged_again(struct request *request)
{
	struct disk_key key = { .first = (__u64)BPF_CORE_READ(request, bio) };

	return bpf_map_lookup_elem(&bio_owners, &key) ? request_merged(request) : 0;
}

#endif
