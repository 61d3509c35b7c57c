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

/* The kernel counts pages of a memory cgroup: as it does in /proc/vmstat, neither zero-filled ones nor those in zswap. */
static __always_inline int swap_in_counted(int item, __u64 pages)
{
	return item == bpf_core_enum_value(enum vm_event_item, PSWPIN) ? swapped_in(pages) : 0;
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
