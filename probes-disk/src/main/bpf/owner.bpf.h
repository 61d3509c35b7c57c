/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef OWNER_BPF_H
#define OWNER_BPF_H

#include <observoor/emit.bpf.h>
#include <bpf/bpf_core_read.h>
#include "block.h"
#include "disk.h"

/*
 * Owners of bios, from block_bio_queue, which runs in the submitter's context, to the issue of the request. Bios that never
 * become a request (of dm, md, zram) leave their element behind, until another bio has the address or the LRU evicts it.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct disk_key);
	__type(value, struct disk_owner);
} bio_owners SEC(".maps");

/* The process that last dirtied a page of a file, by the file's address_space. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct disk_owner);
} last_dirtiers SEC(".maps");

/* PF_* of the current task. */
static __always_inline unsigned int current_flags(void)
{
	struct task_struct *task = (void *)bpf_get_current_task();

	return BPF_CORE_READ(task, flags);
}

/* Fills `owner` with a user process, given as pid << 32 | tid. */
static __always_inline void process_owner(__u64 id, struct disk_owner *owner)
{
	struct observoor_origin origin;

	owner->pid = id >> 32;
	owner->tid = (__u32)id;
	owner->client_type = 0;
	owner->kind = OWNER_OTHER;
	if (observoor_find(owner->pid, owner->tid, &origin)) {
		owner->client_type = origin.client_type;
		owner->kind = OWNER_TRACKED;
	}
}

/*
 * Fills `owner` with the process that dirtied the file of the bio's first page. Leaves it unchanged for pages of no file:
 * direct I/O that another thread submits, swap, journal buffers, copies for encryption or compression.
 */
static __always_inline void page_owner(struct bio *bio, struct disk_owner *owner)
{
	unsigned int index = BPF_CORE_READ(bio, bi_iter.bi_idx);
	struct bio_vec *vector = BPF_CORE_READ(bio, bi_io_vec);
	struct disk_owner *dirtier;
	struct page *page;
	__u64 mapping;

	if (!vector || !BPF_CORE_READ(bio, bi_iter.bi_size))
		return;
	vector = (void *)vector + index * bpf_core_type_size(struct bio_vec);
	page = BPF_CORE_READ(vector, bv_page);
	if (bpf_core_field_exists(page->compound_head)) {
		unsigned long head = BPF_CORE_READ(page, compound_head);

		if (head & 1)
			page = (void *)(head - 1);
	}
	mapping = (__u64)BPF_CORE_READ(page, mapping);
	if (!mapping || mapping & PAGE_MAPPING_FLAGS)
		return;
	dirtier = bpf_map_lookup_elem(&last_dirtiers, &mapping);
	if (!dirtier)
		return;
	*owner = *dirtier;
	/* the process may be tracked since it wrote */
	if (owner->kind == OWNER_OTHER)
		process_owner((__u64)owner->pid << 32 | owner->tid, owner);
}

/* Fills `owner` for a bio that the current task submits. */
static __always_inline void submitter(struct bio *bio, bool writes, struct disk_owner *owner)
{
	owner->pid = 0;
	owner->tid = 0;
	owner->client_type = 0;
	owner->kind = OWNER_UNKNOWN;
	owner->merged = 0;
	if (!(current_flags() & PF_KTHREAD))
		process_owner(bpf_get_current_pid_tgid(), owner);
	else if (bio && writes)
		page_owner(bio, owner);
}

/* Runs for every page of a file that becomes dirty: one look-up, and an update only if the last dirtier was another process. */
static __always_inline int folio_dirtied(struct address_space *mapping)
{
	__u64 id = bpf_get_current_pid_tgid();
	__u64 key = (__u64)mapping;
	struct disk_owner owner = {};
	struct disk_owner *found;
	unsigned int flags;

	/* the verifier treats this argument as possibly NULL since Linux 6.13 */
	if (!mapping)
		return 0;
	found = bpf_map_lookup_elem(&last_dirtiers, &key);
	if (found && found->pid == id >> 32)
		return 0;
	flags = current_flags();
	if (flags & PF_KTHREAD) {
		/* writeback redirties pages that it could not write: they keep their owner */
		if (!(flags & PF_LOCAL_THROTTLE) || !found || found->kind == OWNER_UNKNOWN)
			return 0;
		/* the worker of a loop device, for unknown users of that device: no owner */
	} else {
		/* pages of a block device (file system metadata, raw use) belong to many processes */
		if (!found && (BPF_CORE_READ(mapping, host, i_mode) & S_IFMT) == S_IFBLK)
			return 0;
		process_owner(id, &owner);
	}
	bpf_map_update_elem(&last_dirtiers, &key, &owner, BPF_ANY);
	return 0;
}

#endif
