/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef OWNER_BPF_H
#define OWNER_BPF_H

#include <observoor/emit.bpf.h>
#include <bpf/bpf_core_read.h>
#include "block.h"
#include "disk.h"

/*
 * Whose a bio is: known where it is queued, in the context of who submits it, and kept until its request is issued. Bios
 * that never become a request (dm, md, zram have none) leave an element behind, which the next bio at that address
 * overwrites or a newer one pushes out.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct disk_key);
	__type(value, struct disk_owner);
} bio_owners SEC(".maps");

/* Who dirtied a page of a file last, by the address of the file's address_space. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct disk_owner);
} dirtiers SEC(".maps");

/* PF_* of the current task. */
static __always_inline unsigned int current_flags(void)
{
	struct task_struct *task = (void *)bpf_get_current_task();

	return BPF_CORE_READ(task, flags);
}

/* The current process, which is a user's. */
static __always_inline void owner_of_process(__u64 id, struct disk_owner *owner)
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
 * The owner of the file that a bio writes, from its first page. Tells nothing of pages that belong to no file: direct
 * I/O of a user's memory through another thread, swap, the journal's own buffers, copies made to encrypt or compress.
 */
static __always_inline void owner_of_pages(struct bio *bio, struct disk_owner *owner)
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
	dirtier = bpf_map_lookup_elem(&dirtiers, &mapping);
	if (!dirtier)
		return;
	*owner = *dirtier;
	/* tracked since it wrote */
	if (owner->kind == OWNER_OTHER)
		owner_of_process((__u64)owner->pid << 32 | owner->tid, owner);
}

/* Whose a bio is that the current task submits. */
static __always_inline void owner_of_submission(struct bio *bio, bool writes, struct disk_owner *owner)
{
	owner->pid = 0;
	owner->tid = 0;
	owner->client_type = 0;
	owner->kind = OWNER_UNKNOWN;
	owner->merged = 0;
	if (!(current_flags() & PF_KTHREAD))
		owner_of_process(bpf_get_current_pid_tgid(), owner);
	else if (bio && writes)
		owner_of_pages(bio, owner);
}

/*
 * A page of a file becomes dirty. Runs for every page that is written: one look-up, and an update only when another
 * process than the last one writes.
 */
static __always_inline int page_dirtied(struct address_space *mapping)
{
	__u64 id = bpf_get_current_pid_tgid();
	__u64 key = (__u64)mapping;
	struct disk_owner owner = {};
	struct disk_owner *known;
	unsigned int flags;

	/* for the verifier, which is told that this argument can be NULL since Linux 6.13 */
	if (!mapping)
		return 0;
	known = bpf_map_lookup_elem(&dirtiers, &key);
	if (known && known->pid == id >> 32)
		return 0;
	flags = current_flags();
	if (flags & PF_KTHREAD) {
		/* Writeback dirties pages again that it could not write: still their writer's. */
		if (!(flags & PF_LOCAL_THROTTLE) || !known || known->kind == OWNER_UNKNOWN)
			return 0;
		/* A loop device's worker, for whoever uses that device: nobody's, as long as it is the last. */
	} else {
		/* A file system's metadata, or a device used raw: its pages belong to many. */
		if (!known && (BPF_CORE_READ(mapping, host, i_mode) & S_IFMT) == S_IFBLK)
			return 0;
		owner_of_process(id, &owner);
	}
	bpf_map_update_elem(&dirtiers, &key, &owner, BPF_ANY);
	return 0;
}

#endif
