/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef KERNEL_BPF_H
#define KERNEL_BPF_H

/*
 * Kernel types that only these programs use. A suffix after three underscores marks a libbpf flavor: the type as some kernel
 * versions declare it.
 */

#include <observoor/types.h>

/* Tells bpf_tracing.h that struct pt_regs has the kernel's member names. */
#define __VMLINUX_H__

/* include/linux/vm_event_item.h: values depend on the kernel configuration; CO-RE relocates them */
enum vm_event_item { PSWPIN = 2, PSWPOUT = 3 };

/* include/linux/page-flags.h */
enum pageflags { PG_uptodate = 3, PG_head = 6, PG_swapbacked = 17 };

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct address_space;
struct anon_vma;

#if defined(__TARGET_ARCH_arm64)
/* arch/arm64/include/uapi/asm/ptrace.h: the registers as bpf_tracing.h reads them */
struct user_pt_regs {
	__u64 regs[31];
	__u64 sp, pc, pstate;
};
#endif

/* include/linux/mm_types.h: since Linux 5.16 also the beginning of a folio */
struct page {
	unsigned long flags; /* seen up to Linux 6.12 */
	struct address_space *mapping;
};

struct memdesc_flags {
	unsigned long f;
};

struct page___memdesc { /* Linux 6.18 on: memdesc_flags_t */
	struct memdesc_flags flags;
};

struct page___compound {
	unsigned int compound_nr; /* seen in Linux 5.10: in the second page of a compound page, the number of its pages */
};

/* mm/swap.h: if it exists, the first argument of functions that swap a folio; the folio is the second. Seen in Linux 7.3 */
struct swap_io_ctx {
	void *sio;
};

/* include/linux/blk_types.h, bvec.h */
struct bio_vec {
	struct page *bv_page;
	unsigned int bv_len; /* bytes */
};

struct bvec_iter {
	unsigned int bi_size; /* remaining bytes */
};

struct bio {
	unsigned int bi_opf;
	struct bvec_iter bi_iter;
	struct bio_vec *bi_io_vec;
};

/*
 * mm/page_io.c: pages that are swapped together. If it has these members, block devices use it too ("mm/swap: also use
 * struct swap_iocb for block I/O", seen in Linux 7.3), and the kernel counts a page after the device has read it; before,
 * it counted the page at the request.
 */
struct swap_iocb {
	struct bio bio;
	struct bio_vec bvecs[1];
};

struct folio___folio_nr_pages {
	unsigned int _folio_nr_pages; /* seen in Linux 6.1 and 6.12 */
};

struct folio___nr_pages {
	unsigned int _nr_pages; /* seen in Linux 6.18 and 7.3 */
};

/* include/linux/rbtree.h */
struct rb_node {
	unsigned long __rb_parent_color; /* the parent's address; its lowest bit is the color */
	struct rb_node *rb_right;
	struct rb_node *rb_left;
};

struct rb_root {
	struct rb_node *rb_node;
};

struct rb_root_cached {
	struct rb_root rb_root;
};

/* include/linux/rmap.h: the memory areas that can map a page of anonymous memory */
struct anon_vma {
	struct rb_root_cached rb_root;
};

struct anon_vma_chain {
	struct vm_area_struct *vma;
	struct rb_node rb;
};

struct vm_area_struct {
	struct mm_struct *vm_mm;
};

struct mm_struct {
	struct task_struct *owner; /* CONFIG_MEMCG */
};

/* include/linux/sched/signal.h, sched.h */
struct signal_struct___exit {
	unsigned int flags;
};

struct task_struct___exit {
	__u64 start_time; /* CLOCK_MONOTONIC, ns; with the pid, identifies a process */
};

/* include/linux/oom.h */
struct oom_control {
	struct task_struct *chosen;
};

/* include/trace/events/oom.h: record of oom:mark_victim */
struct trace_event_raw_mark_victim {
	int pid;
};

/*
 * the same if the tracepoint passes the task instead of its pid: since Linux 6.9 and in stable kernels since 5.10 with the
 * backport of "mm: update mark_victim tracepoints fields"
 */
struct trace_event_raw_mark_victim___task {
	__u32 uid;
};

/* include/trace/events/memcg.h: record of memcg:count_memcg_events, since Linux 6.15 */
struct trace_event_raw_memcg_rstat_events {
	int item;
	unsigned long val;
};

#pragma clang attribute pop

#endif
