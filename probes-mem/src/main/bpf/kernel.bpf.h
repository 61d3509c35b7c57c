/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef KERNEL_BPF_H
#define KERNEL_BPF_H

/*
 * The kernel types that only these programs touch, as far as they do. A name that ends in three underscores and more is
 * the same type of the kernel as its members were in some versions (a flavor to libbpf, which drops the ending).
 */

#include <observoor/types.h>

/* To bpf_tracing.h: the registers have the names that the kernel gives them. */
#define __VMLINUX_H__

/* include/linux/vm_event_item.h: the values depend on the kernel's configuration and are relocated */
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

/* include/linux/mm_types.h: a page, and from Linux 5.16 on the folio of one or more pages that begins with it */
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
	unsigned int compound_nr; /* seen in Linux 5.10: in the second page of a compound page, how many it has */
};

/* mm/swap.h: the first argument of the functions that swap a folio, which is the second then; seen in Linux 7.3 */
struct swap_io_ctx {
	void *sio;
};

/* include/linux/blk_types.h, bvec.h */
struct bio_vec {
	struct page *bv_page;
	unsigned int bv_len; /* bytes */
};

struct bvec_iter {
	unsigned int bi_size; /* bytes that are left to do */
};

struct bio {
	unsigned int bi_opf;
	struct bvec_iter bi_iter;
	struct bio_vec *bi_io_vec;
};

/*
 * mm/page_io.c: pages that are swapped together. With these members it is for block devices as well ("mm/swap: also use
 * struct swap_iocb for block I/O"), and the kernel counts pages that are read when the device has read them; seen in Linux
 * 7.3. Before, it counted them when it asked for them.
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

/* include/linux/rmap.h: where a page of anonymous memory can be mapped */
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
	__u64 start_time; /* CLOCK_MONOTONIC, ns: with the pid it names a process once and for all */
};

/* include/linux/oom.h */
struct oom_control {
	struct task_struct *chosen;
};

/* include/trace/events/oom.h: the record of the tracepoint oom:mark_victim */
struct trace_event_raw_mark_victim {
	int pid;
};

/*
 * and where the tracepoint takes the task instead of its pid: Linux 6.9, and stable kernels from 5.10 on that took over "mm:
 * update mark_victim tracepoints fields"
 */
struct trace_event_raw_mark_victim___task {
	__u32 uid;
};

/* include/trace/events/memcg.h: the record of memcg:count_memcg_events, Linux 6.15 on */
struct trace_event_raw_memcg_rstat_events {
	int item;
	unsigned long val;
};

#pragma clang attribute pop

#endif
