/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef SWAP_BPF_H
#define SWAP_BPF_H

#include "folio.bpf.h"

/*
 * Pages that the current thread has handed to the swap device and whose folio is not known yet: the kernel counts them
 * first (count_memcg_events) and names the folio a moment later (mm_vmscan_write_folio).
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, __u32);
	__type(value, __u64);
} unnamed SEC(".maps");

/* Which argument of a function that swaps a folio is the folio. */
static __always_inline __u32 folio_argument(void)
{
	return bpf_core_type_exists(struct swap_io_ctx) ? 1 : 0;
}

/* It, for fentry. By the helper (Linux 5.17 on): the verifier lets no program read an argument of every type itself. */
static __always_inline void *traced_folio(void *context)
{
	__u64 folio = 0;

	bpf_get_func_arg(context, folio_argument(), &folio);
	return (void *)folio;
}

/*
 * It, for a kprobe. Both registers are read before one is chosen: at an address that was chosen, the verifier of Linux 6.12
 * refuses to read.
 */
static __always_inline void *probed_folio(void *first, void *second)
{
	barrier_var(first);
	barrier_var(second);
	return folio_argument() ? second : first;
}

/* Pages were read from the swap device: by the thread that does it, whoever they belong to (readahead, swapoff). */
static __always_inline int swapped_in(__u64 pages)
{
	return report_current(SWAP_IN, pages);
}

/* Pages were written to it and nobody knows whose they are: by the thread that does it, unless that is the kernel's. */
static __always_inline int swapped_out(__u64 pages)
{
	return report_current(SWAP_OUT, pages);
}

/* A folio was written to it: by its owner, whoever wrote it (kswapd, another process that needs memory). */
static __always_inline int folio_swapped_out(void *folio, __u64 pages)
{
	struct observoor_origin origin;
	__u32 owner;

	if (!observoor_enabled(SWAP_OUT))
		return 0;
	owner = folio_owner(folio);
	if (!owner)
		return swapped_out(pages);
	if (!observoor_find(owner, owner, &origin))
		return 0;
	return report(SWAP_OUT, &origin, bpf_ktime_get_ns(), pages);
}

/* Whether the kernel counts a page that is read when the device has read it: in an interrupt of whatever runs then. */
static __always_inline bool swap_in_counted_at_end(void)
{
	struct swap_iocb *io = NULL;

	return bpf_core_field_exists(io->bio) && bpf_core_field_exists(io->bvecs);
}

/*
 * Where this is reached, the verifier refuses the program, and its next alternative has its turn: it reads the stack where
 * there is none.
 */
static __always_inline int of_another_kernel(void)
{
	__u64 nothing;

	asm volatile("%0 = *(u64 *)(r10 + 8)" : "=r"(nothing));
	return nothing;
}

/* The kernel counts pages of a memory cgroup: as it does in /proc/vmstat, neither zero-filled ones nor those in zswap. */
static __always_inline int swap_in_counted(int item, __u64 pages)
{
	if (swap_in_counted_at_end())
		return of_another_kernel();
	return item == bpf_core_enum_value(enum vm_event_item, PSWPIN) ? swapped_in(pages) : 0;
}

/* include/linux/blk_types.h */
#define REQ_OP_MASK 255
#define REQ_OP_READ 0

/*
 * The current thread asks a device for data: for pages that are swapped in, or for anything else. Pages that are swapped in
 * are of no file and have no content yet. Their bio stands before the array that it points to, as all do whose array is their
 * own; a device that is made of others (device mapper) hands on a copy, which points to the same array from elsewhere.
 */
static __always_inline int swap_in_queued(struct bio *bio)
{
	void *array = (void *)bio - bpf_core_field_offset(struct swap_iocb, bio) + bpf_core_field_offset(struct swap_iocb, bvecs);
	struct bio_vec *vector;
	__u32 page_bytes;
	void *folio;

	if (!swap_in_counted_at_end())
		return of_another_kernel();
	if (!observoor_enabled(SWAP_IN) || (BPF_CORE_READ(bio, bi_opf) & REQ_OP_MASK) != REQ_OP_READ)
		return 0;
	vector = BPF_CORE_READ(bio, bi_io_vec);
	if (vector != array)
		return 0;
	folio = BPF_CORE_READ(vector, bv_page);
	if (!folio_has(folio, bpf_core_enum_value(enum pageflags, PG_swapbacked)) ||
	    folio_has(folio, bpf_core_enum_value(enum pageflags, PG_uptodate)))
		return 0;
	page_bytes = BPF_CORE_READ(vector, bv_len) / folio_pages(folio);
	return page_bytes ? swapped_in(BPF_CORE_READ(bio, bi_iter.bi_size) / page_bytes) : 0;
}

static __always_inline int swap_out_counted(int item, __u64 pages)
{
	__u32 tid = bpf_get_current_pid_tgid();
	__u64 *earlier;

	if (item != bpf_core_enum_value(enum vm_event_item, PSWPOUT) || !observoor_enabled(SWAP_OUT))
		return 0;
	earlier = bpf_map_lookup_elem(&unnamed, &tid);
	/* whose folio was never named: zswap wrote it back */
	if (earlier)
		swapped_out(*earlier);
	if (bpf_map_update_elem(&unnamed, &tid, &pages, BPF_ANY))
		swapped_out(pages);
	return 0;
}

static __always_inline int swap_out_named(void *folio)
{
	__u32 tid = bpf_get_current_pid_tgid();
	__u64 *counted = bpf_map_lookup_elem(&unnamed, &tid);
	__u64 pages;

	if (!counted)
		return 0;
	pages = *counted;
	bpf_map_delete_elem(&unnamed, &tid);
	return folio_swapped_out(folio, pages);
}

#endif
