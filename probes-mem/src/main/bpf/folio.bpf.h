/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef FOLIO_BPF_H
#define FOLIO_BPF_H

#include "report.bpf.h"

/*
 * A page or folio that is being swapped, as every kernel describes it. Its address is that of its first page: before
 * Linux 5.16 the functions take a struct page, later ones a struct folio that begins with it.
 */

/* The most steps through the tree of the places where a page can be mapped; one step is one move to a child or parent. */
#define MOST_STEPS 128

/* include/linux/page-flags.h: what the low bits of `mapping` say, of which only this is anonymous memory of no KSM page */
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

static __always_inline bool folio_has(void *folio, __u32 flag)
{
	return folio_flags(folio) >> (flag & 63) & 1;
}

/* How many pages it has. */
static __always_inline __u32 folio_pages(void *folio)
{
	struct folio___folio_nr_pages *counted = folio;
	struct folio___nr_pages *numbered = folio;
	__u32 pages = 0;

	if (!folio_has(folio, bpf_core_enum_value(enum pageflags, PG_head)))
		return 1;
	if (bpf_core_field_exists(numbered->_nr_pages)) {
		pages = BPF_CORE_READ(numbered, _nr_pages);
	} else if (bpf_core_field_exists(counted->_folio_nr_pages)) {
		pages = BPF_CORE_READ(counted, _folio_nr_pages);
	} else {
		struct page___compound *second = folio + bpf_core_type_size(struct page);

		if (bpf_core_field_exists(second->compound_nr))
			pages = BPF_CORE_READ(second, compound_nr);
	}
	return pages ? pages : 1;
}

/* The address space of an element of the tree below. */
static __always_inline struct mm_struct *mm_of(struct rb_node *node)
{
	struct anon_vma_chain *chain = (void *)node - bpf_core_field_offset(struct anon_vma_chain, rb);

	return BPF_CORE_READ(chain, vma, vm_mm);
}

/*
 * The one address space that a folio of anonymous memory belongs to; NULL when several share it (after a fork), when it
 * is no anonymous memory (tmpfs, shared memory, KSM), or when the places where it can be mapped are too many to look at.
 *
 * The kernel keeps these places in a tree (mm/rmap.c), of which this visits every node. It does so without the tree's
 * lock: when another thread changes it meanwhile, the walk may miss a node or end early, and it reads nothing that could
 * fault.
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
	mm = mm_of(node);
	for (int step = 0; step < MOST_STEPS; step++) {
		struct rb_node *parent = (void *)(BPF_CORE_READ(node, __rb_parent_color) & ~3UL);
		struct rb_node *left = BPF_CORE_READ(node, rb_left);
		struct rb_node *right = BPF_CORE_READ(node, rb_right);
		struct rb_node *next = parent;

		/* where it came from says where to go: down on the left, down on the right, up; the root has no parent */
		if (previous == parent) {
			if (mm_of(node) != mm)
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

/* The process that owns the folio alone; 0 when the kernel does not say. */
static __always_inline __u32 folio_owner(void *folio)
{
	struct mm_struct *mm = folio_mm(folio);

	if (!mm || !bpf_core_field_exists(mm->owner))
		return 0;
	return BPF_CORE_READ(mm, owner, tgid);
}

#endif
