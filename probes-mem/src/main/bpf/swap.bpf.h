/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef SWAP_BPF_H
#define SWAP_BPF_H

#include "folio.bpf.h"

/*
 * Pages that a thread, the key, has written to the swap device and whose folio is not known yet: the kernel first counts
 * the pages (count_memcg_events) and then passes the folio (mm_vmscan_write_folio).
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, __u32);
	__type(value, __u64);
} pending_swap_outs SEC(".maps");

/* Index of the folio among the arguments of a function that swaps one. */
static __always_inline __u32 folio_argument(void)
{
	return bpf_core_type_exists(struct swap_io_ctx) ? 1 : 0;
}

/* The folio argument for fentry. Through the helper (Linux 5.17): the verifier rejects direct reads of some types. */
static __always_inline void *fentry_folio(void *context)
{
	__u64 folio = 0;

	bpf_get_func_arg(context, folio_argument(), &folio);
	return (void *)folio;
}

/*
 * The folio argument for a kprobe. Reads both registers before it selects one: the verifier of Linux 6.12 rejects a read
 * from a selected address.
 */
static __always_inline void *kprobe_folio(void *first, void *second)
{
	barrier_var(first);
	barrier_var(second);
	return folio_argument() ? second : first;
}

/* Reports pages read from the swap device for the thread that reads them, whoever owns them (readahead, swapoff). */
static __always_inline int report_swap_in(__u64 pages)
{
	return report_current(SWAP_IN, pages);
}

/* Reports pages written to the swap device for the thread that writes them, because their owner is unknown. */
static __always_inline int report_swap_out(__u64 pages)
{
	return report_current(SWAP_OUT, pages);
}

/* Reports pages of a folio for its owner, whoever writes them (kswapd, another process that needs memory). */
static __always_inline int report_folio_swap_out(void *folio, __u64 pages)
{
	struct observoor_origin origin;
	__u32 owner;

	if (!observoor_enabled(SWAP_OUT))
		return 0;
	owner = folio_owner_pid(folio);
	if (!owner)
		return report_swap_out(pages);
	if (!observoor_find(owner, owner, &origin))
		return 0;
	return report(SWAP_OUT, &origin, bpf_ktime_get_ns(), pages);
}

/* Whether the kernel counts a page after the device has read it, in an interrupt of an unrelated task. */
static __always_inline bool swap_in_counted_at_completion(void)
{
	struct swap_iocb *io = NULL;

	return bpf_core_field_exists(io->bio) && bpf_core_field_exists(io->bvecs);
}

/* Makes the verifier reject a program that reaches this, so that the next alternative is tried: reads above the stack. */
static __always_inline int refuse_load(void)
{
	__u64 unused;

	asm volatile("%0 = *(u64 *)(r10 + 8)" : "=r"(unused));
	return unused;
}

/* For count_memcg_events, which like /proc/vmstat counts neither zero-filled pages nor pages in zswap. */
static __always_inline int swap_in_counted(int item, __u64 pages)
{
	if (swap_in_counted_at_completion())
		return refuse_load();
	return item == bpf_core_enum_value(enum vm_event_item, PSWPIN) ? report_swap_in(pages) : 0;
}

/* include/linux/blk_types.h */
#define REQ_OP_MASK 255
#define REQ_OP_READ 0

/*
 * For block_bio_queue: reports bios that read pages from swap, i.e. pages that are swap-backed and not up to date. Such a
 * bio is embedded in a swap_iocb, in front of the array that it points to. This excludes the clones of stacked devices
 * (device mapper), which point to the same array.
 */
static __always_inline int swap_in_bio(struct bio *bio)
{
	void *array = (void *)bio - bpf_core_field_offset(struct swap_iocb, bio) + bpf_core_field_offset(struct swap_iocb, bvecs);
	struct bio_vec *vector;
	__u32 page_bytes;
	void *folio;

	if (!swap_in_counted_at_completion())
		return refuse_load();
	if (!observoor_enabled(SWAP_IN) || (BPF_CORE_READ(bio, bi_opf) & REQ_OP_MASK) != REQ_OP_READ)
		return 0;
	vector = BPF_CORE_READ(bio, bi_io_vec);
	if (vector != array)
		return 0;
	folio = BPF_CORE_READ(vector, bv_page);
	if (!folio_test_flag(folio, bpf_core_enum_value(enum pageflags, PG_swapbacked)) ||
	    folio_test_flag(folio, bpf_core_enum_value(enum pageflags, PG_uptodate)))
		return 0;
	page_bytes = BPF_CORE_READ(vector, bv_len) / folio_pages(folio);
	return page_bytes ? report_swap_in(BPF_CORE_READ(bio, bi_iter.bi_size) / page_bytes) : 0;
}

static __always_inline int swap_out_counted(int item, __u64 pages)
{
	__u32 tid = bpf_get_current_pid_tgid();
	__u64 *pending;

	if (item != bpf_core_enum_value(enum vm_event_item, PSWPOUT) || !observoor_enabled(SWAP_OUT))
		return 0;
	pending = bpf_map_lookup_elem(&pending_swap_outs, &tid);
	/* its folio never came: zswap wrote it back */
	if (pending)
		report_swap_out(*pending);
	if (bpf_map_update_elem(&pending_swap_outs, &tid, &pages, BPF_ANY))
		report_swap_out(pages);
	return 0;
}

static __always_inline int swap_out_folio(void *folio)
{
	__u32 tid = bpf_get_current_pid_tgid();
	__u64 *pending = bpf_map_lookup_elem(&pending_swap_outs, &tid);
	__u64 pages;

	if (!pending)
		return 0;
	pages = *pending;
	bpf_map_delete_elem(&pending_swap_outs, &tid);
	return report_folio_swap_out(folio, pages);
}

#endif
