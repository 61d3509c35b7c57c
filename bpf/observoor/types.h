/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef OBSERVOOR_TYPES_H
#define OBSERVOOR_TYPES_H

/*
 * Kernel types, declared by hand and only with the members that BPF programs here use. libbpf relocates every access
 * (CO-RE), so the build needs neither kernel headers nor vmlinux.h.
 */

typedef unsigned char __u8;
typedef short int __s16;
typedef short unsigned int __u16;
typedef int __s32;
typedef unsigned int __u32;
typedef long long int __s64;
typedef long long unsigned int __u64;
typedef __u16 __le16;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u64 __be64;
typedef __u32 __wsum;
typedef _Bool bool;
#define true 1
#define false 0

/* include/uapi/linux/bpf.h */
enum {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_PERCPU_HASH = 5,
	BPF_MAP_TYPE_PERCPU_ARRAY = 6,
	BPF_MAP_TYPE_LRU_HASH = 9,
	BPF_MAP_TYPE_ARRAY_OF_MAPS = 12,
	BPF_MAP_TYPE_RINGBUF = 27,
	BPF_MAP_TYPE_TASK_STORAGE = 29,
};

enum { BPF_ANY = 0, BPF_NOEXIST = 1, BPF_EXIST = 2 };
enum { BPF_F_NO_PREALLOC = 1U << 0, BPF_F_MMAPABLE = 1U << 10 };
enum { BPF_RB_NO_WAKEUP = 1ULL << 0, BPF_RB_FORCE_WAKEUP = 1ULL << 1 };
enum { BPF_RB_AVAIL_DATA = 0 };
enum { BPF_LOCAL_STORAGE_GET_F_CREATE = 1ULL << 0 };

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

/* arch/x86/include/asm/ptrace.h, arch/arm64/include/asm/ptrace.h (there in anonymous structs) */
struct pt_regs {
#if defined(__TARGET_ARCH_x86)
	unsigned long r10, r9, r8, dx, si, di, bx, cx, bp;
	unsigned long orig_ax; /* system call number */
	unsigned long ax, ip, sp;
#elif defined(__TARGET_ARCH_arm64)
	__u64 regs[31];
	__u64 sp, pc;
	__u64 orig_x0; /* the first argument; the result overwrites it in regs[0] */
	__s32 syscallno;
#endif
};

struct thread_info {
	unsigned long flags;
	__u32 status; /* x86 only */
};

struct bpf_local_storage;

struct restart_block {
	long (*fn)(struct restart_block *);
};

/* include/linux/fdtable.h */
struct fdtable {
	unsigned int max_fds;
	unsigned long *open_fds; /* bitmap */
};

struct files_struct {
	struct fdtable *fdt;
};

/* include/linux/types.h */
typedef struct {
	int counter;
} atomic_t;

/* include/linux/sched/signal.h: shared by the threads of a process */
struct signal_struct {
	atomic_t live; /* threads that are not exiting */
	int group_exit_code;
};

struct mm_struct;

struct task_struct {
	struct thread_info thread_info; /* CONFIG_THREAD_INFO_IN_TASK: x86, arm64 */
	struct restart_block restart_block;
	struct files_struct *files;
	struct mm_struct *mm; /* NULL for kernel threads */
	struct task_struct *group_leader;
	struct signal_struct *signal;
	unsigned int flags; /* PF_* */
	int exit_code;
	char comm[16];
	__u64 start_time; /* CLOCK_MONOTONIC, ns */
	struct bpf_local_storage *bpf_storage; /* NULL until a program creates task storage */
	int pid;
	int tgid;
};

#pragma clang attribute pop

#endif
