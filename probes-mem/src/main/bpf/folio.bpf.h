/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef FOLIO_BPF_H
#define FOLIO_BPF_H

#include "report.bpf.h"

/*
 * Reads of a page or folio that is being swapped, for every kernel version. Functions take a struct page before Linux 5.16
 * and a struct folio, which begins with a page, since.
 */

/* Maximum number of steps through the anon_vma tree; each goes to a child or the parent. */
#define MAX_STEPS 128

/* include/linux/page-flags.h: low bits of `mapping`; MAPPING_ANONYMOUS alone is anonymous memory outside of KSM */
#define MAPPING_BITS 3
#define MAPPING_ANONYMOUS 1

static __always_inline unsigned long folio_flags(void *folio)
{
	struct page___memdesc *memdesc = folio;
	struct page *page = folio;

	if (bpf_core_field_exists(memdesc->flags.f))
		return BPF_CORE_READ(memdesc, flags.f);
	return BPF_CORE_READ(page, flags);
}

static __always_inline bool folio_test_flag(void *folio, __u32 flag)
{
	return folio_flags(folio) >> (flag & 63) & 1;
}

static __always_inline __u32 folio_pages(void *folio)
{
	struct folio___folio_nr_pages *old_folio = folio;
	struct folio___nr_pages *new_folio = folio;
	__u32 pages = 0;

	if (!folio_test_flag(folio, bpf_core_enum_value(enum pageflags, PG_head)))
		return 1;
	if (bpf_core_field_exists(new_folio->_nr_pages)) {
		pages = BPF_CORE_READ(new_folio, _nr_pages);
	} else if (bpf_core_field_exists(old_folio->_folio_nr_pages)) {
		pages = BPF_CORE_READ(old_folio, _folio_nr_pages);
	} else {
		struct page___compound *second = folio + bpf_core_type_size(struct page);

		if (bpf_core_field_exists(second->compound_nr))
			pages = BPF_CORE_READ(second, compound_nr);
	}
	return pages ? pages : 1;
}

/* The mm_struct of a node of the anon_vma tree. */
static __always_inline struct mm_struct *node_mm(struct rb_node *node)
{
	struct anon_vma_chain *chain = (void *)node - bpf_core_field_offset(struct anon_vma_chain, rb);

	return BPF_CORE_READ(chain, vma, vm_mm);
}

/*
 * Returns the mm_struct that alone can map a folio of anonymous memory; NULL if several can (after a fork), if the memory is
 * not anonymous (tmpfs, shared memory, KSM), or if the anon_vma has too many areas.
 *
 * Visits every node of the anon_vma's tree (mm/rmap.c) without its lock. If another thread changes the tree, the walk may
 * miss nodes or end early; its reads cannot fault.
 */
static __always_inline struct mm_struct *folio_mm(void *folio)
{
	struct rb_node *node, *previous = NULL;
	struct page *page = folio;
	struct anon_vma *anon_vma;
	struct mm_struct *mm;
	__u64 mapping = (__u64)BPF_CORE_READ(page, mapping);

	if ((mapping & MAPPING_BITS) != MAPPING_ANONYMOUS)
		return NULL;
	anon_vma = (void *)(mapping & ~(__u64)MAPPING_BITS);
	node = BPF_CORE_READ(anon_vma, rb_root.rb_root.rb_node);
	if (!node)
		return NULL;
	mm = node_mm(node);
	for (int step = 0; step < MAX_STEPS; step++) {
		struct rb_node *parent = (void *)(BPF_CORE_READ(node, __rb_parent_color) & ~3UL);
		struct rb_node *left = BPF_CORE_READ(node, rb_left);
		struct rb_node *right = BPF_CORE_READ(node, rb_right);
		struct rb_node *next = parent;

		/* the previous node decides: left child, then right child, then parent, which the root does not have */
		if (previous == parent) {
			if (node_mm(node) != mm)
				return NULL;
			if (left)
				next = left;
			else if (right)
				next = right;
		} else if (previous == left && right) {
			next = right;
		}
		if (!next)
			return mm;
		previous = node;
		node = next;
	}
	return NULL;
}

/* The pid of the only process that can map the folio; 0 if unknown. */
static __always_inline __u32 folio_owner_pid(void *folio)
{
	struct mm_struct *mm = folio_mm(folio);

	if (!mm || !bpf_core_field_exists(mm->owner))
		return 0;
	return BPF_CORE_READ(mm, owner, tgid);
}

#endif
