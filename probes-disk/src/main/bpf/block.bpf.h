/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef BLOCK_BPF_H
#define BLOCK_BPF_H

#include "request.bpf.h"

/* Bodies of the programs on tp_btf and raw_tp, which get the kernel's structures. */

static __always_inline __u32 op_direction(unsigned int flags)
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

/* Whether the request has no queued bio: driver commands (SCSI, NVMe), for example of an ioctl. */
static __always_inline bool is_passthrough(unsigned int flags)
{
	unsigned int operation = flags & REQ_OP_MASK;

	return operation >= REQ_OP_SCSI_IN && operation <= REQ_OP_DRV_OUT;
}

/* The dev_t of a whole disk: MAJOR << 20 | MINOR. */
static __always_inline __u32 disk_number(struct gendisk *disk)
{
	if (!disk)
		return 0;
	return (__u32)BPF_CORE_READ(disk, major) << 20 | (__u32)BPF_CORE_READ(disk, first_minor);
}

static __always_inline __u32 request_device(struct request *request)
{
	struct request___disk *old = (void *)request;

	if (bpf_core_field_exists(old->rq_disk))
		return disk_number(BPF_CORE_READ(old, rq_disk));
	return disk_number(BPF_CORE_READ(request, q, disk));
}

static __always_inline __u32 bio_device(struct bio *bio)
{
	struct bio___disk *old = (void *)bio;

	if (bpf_core_field_exists(old->bi_disk))
		return disk_number(BPF_CORE_READ(old, bi_disk));
	return disk_number(BPF_CORE_READ(bio, bi_bdev, bd_disk));
}

/* The bio of the first request that waits for a flush: a flush is a request of the device, shared by all that wait. */
static __always_inline struct bio *flush_waiter_bio(struct request *flush)
{
	struct request___flush_list *old = NULL;
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
	if (bpf_core_field_exists(old->flush.list))
		flush = (void *)first - bpf_core_field_offset(old->flush.list);
	else
		flush = (void *)first - bpf_core_field_offset(flush->queuelist);
	return BPF_CORE_READ(flush, bio);
}

static __always_inline void request_owner(struct request *request, unsigned int flags, struct disk_owner *owner)
{
	bool flush = (flags & REQ_OP_MASK) == REQ_OP_FLUSH;
	struct bio *bio = BPF_CORE_READ(request, bio);
	struct disk_key key = {};
	struct disk_owner *found;

	if (is_passthrough(flags)) {
		submitter(NULL, false, owner);
		return;
	}
	if (flush && !bio)
		bio = flush_waiter_bio(request);
	if (!bio)
		return;
	key.first = (__u64)bio;
	found = bpf_map_lookup_elem(&bio_owners, &key);
	if (found) {
		*owner = *found;
		/* the request that waits for the flush is issued later */
		if (!flush)
			bpf_map_delete_elem(&bio_owners, &key);
	} else if (op_direction(flags) == DIRECTION_WRITE) {
		page_owner(bio, owner);
	}
}

static __always_inline int rq_issue(struct request *request)
{
	unsigned int flags = BPF_CORE_READ(request, cmd_flags);
	struct disk_key key = { .first = (__u64)request };
	struct disk_owner owner = {};

	request_owner(request, flags, &owner);
	request_issue(&key, request_device(request), op_direction(flags), BPF_CORE_READ(request, __data_len), &owner);
	return 0;
}

/* For the second program: handles a request that the first program missed. */
static __always_inline int rq_issue_again(struct request *request)
{
	struct disk_key key = { .first = (__u64)request };
	struct disk_request *found = bpf_map_lookup_elem(&requests, &key);

	/* start_time_ns (0 without statistics) is before the issue of this request */
	if (found && !found->requeued && found->start >= BPF_CORE_READ(request, start_time_ns))
		return 0;
	return rq_issue(request);
}

static __always_inline int rq_requeue(struct request *request)
{
	struct disk_key key = { .first = (__u64)request };

	request_requeue(&key);
	return 0;
}

/* `bytes` of the request are done; __data_len does not exclude them yet. */
static __always_inline int rq_complete(struct request *request, __u32 bytes)
{
	struct disk_key key = { .first = (__u64)request };

	if (bytes >= BPF_CORE_READ(request, __data_len))
		request_complete(&key);
	return 0;
}

static __always_inline int bio_queue(struct bio *bio)
{
	struct disk_key key = { .first = (__u64)bio };
	struct disk_owner owner;

	submitter(bio, op_direction(BPF_CORE_READ(bio, bi_opf)) == DIRECTION_WRITE, &owner);
	bpf_map_update_elem(&bio_owners, &key, &owner, BPF_ANY);
	return 0;
}

/* `part` is split off the front of a bio that is too large for the device, and has the same owner. */
static __always_inline int bio_split(struct bio *part)
{
	struct disk_key key = { .first = (__u64)BPF_CORE_READ(part, bi_private) };
	struct disk_owner *found = bpf_map_lookup_elem(&bio_owners, &key);
	struct disk_owner owner = {};

	if (found)
		owner = *found;
	key.first = (__u64)part;
	bpf_map_update_elem(&bio_owners, &key, &owner, BPF_ANY);
	return 0;
}

/* A bio becomes the last or (`front`) the first bio of a request. The owner of the first bio owns the request. */
static __always_inline int bio_merge(struct bio *bio, bool front)
{
	__u32 direction = op_direction(BPF_CORE_READ(bio, bi_opf));
	struct disk_key key = { .first = (__u64)bio };
	struct disk_owner *found = bpf_map_lookup_elem(&bio_owners, &key);
	struct disk_owner owner;

	/* without disk_io nothing fills bio_owners; the submitter, who merges, is then the owner */
	if (found) {
		owner = *found;
		if (front)
			found->merged = 1;
		else
			bpf_map_delete_elem(&bio_owners, &key);
	} else {
		submitter(bio, direction == DIRECTION_WRITE, &owner);
	}
	report_merge(&owner, bio_device(bio), direction, BPF_CORE_READ(bio, bi_iter.bi_size));
	return 0;
}

/*
 * For the second program: the first deletes the bio's owner, or marks it as merged (front). If disk_io is off, bio_owners is
 * empty and the second program does nothing.
 */
static __always_inline int bio_merge_again(struct bio *bio, bool front)
{
	struct disk_key key = { .first = (__u64)bio };
	struct disk_owner *found = bpf_map_lookup_elem(&bio_owners, &key);

	return found && !found->merged ? bio_merge(bio, front) : 0;
}

/* A request is appended to another one, whose first bio stays the first. */
static __always_inline int rq_merge(struct request *request)
{
	unsigned int flags = BPF_CORE_READ(request, cmd_flags);
	struct disk_owner owner = {};

	request_owner(request, flags, &owner);
	report_merge(&owner, request_device(request), op_direction(flags), BPF_CORE_READ(request, __data_len));
	return 0;
}

/* For the second program: the first deletes the owner of the request's first bio. */
static __always_inline int rq_merge_again(struct request *request)
{
	struct disk_key key = { .first = (__u64)BPF_CORE_READ(request, bio) };

	return bpf_map_lookup_elem(&bio_owners, &key) ? rq_merge(request) : 0;
}

#endif
