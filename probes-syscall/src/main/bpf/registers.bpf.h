/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef REGISTERS_BPF_H
#define REGISTERS_BPF_H

#include <bpf/bpf_core_read.h>

/* Per architecture: registers of a system call's number and arguments, and how to recognize a 32-bit call. */

#if defined(__TARGET_ARCH_x86)

#define NUMBER_REGISTER orig_ax

/* TS_COMPAT, arch/x86/include/asm/thread_info.h: the call used the 32-bit entry */
#define IS_COMPAT(thread_info) ((thread_info)->status & 0x0002)
#define COMPAT_MEMBER status

static __always_inline void register_arguments(struct pt_regs *registers, bool compat, __u64 arguments[3])
{
	if (compat) {
		arguments[0] = (__u32)BPF_CORE_READ(registers, bx);
		arguments[1] = (__u32)BPF_CORE_READ(registers, cx);
		arguments[2] = (__u32)BPF_CORE_READ(registers, dx);
	} else {
		arguments[0] = BPF_CORE_READ(registers, di);
		arguments[1] = BPF_CORE_READ(registers, si);
		arguments[2] = BPF_CORE_READ(registers, dx);
	}
}

#elif defined(__TARGET_ARCH_arm64)

/* s32: cast to __u32 on reading, or the verifier of Linux 6.1 loses the bound */
#define NUMBER_REGISTER syscallno

/* TIF_32BIT, arch/arm64/include/asm/thread_info.h */
#define IS_COMPAT(thread_info) ((thread_info)->flags & (1UL << 22))
#define COMPAT_MEMBER flags

static __always_inline void register_arguments(struct pt_regs *registers, bool compat, __u64 arguments[3])
{
	arguments[0] = BPF_CORE_READ(registers, orig_x0);
	arguments[1] = BPF_CORE_READ(registers, regs[1]);
	arguments[2] = BPF_CORE_READ(registers, regs[2]);
}

#else
#error "no system call numbers for this architecture"
#endif

#endif
