/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef REGISTERS_BPF_H
#define REGISTERS_BPF_H

#include <observoor/types.h>

/* Where a function's arguments and result are, and which calls read from a socket without receiving. */
#if defined(__TARGET_ARCH_x86)
#define ARGUMENT_1(registers) ((registers)->di)
#define ARGUMENT_2(registers) ((registers)->si)
#define ARGUMENT_4(registers) ((registers)->cx)
#define ARGUMENT_5(registers) ((registers)->r8)
#define RESULT(registers) ((registers)->ax)
#define NUMBER(registers) ((registers)->orig_ax)
#define NR_splice 275
#define NR_getsockopt 55
#elif defined(__TARGET_ARCH_arm64)
#define ARGUMENT_1(registers) ((registers)->regs[0])
#define ARGUMENT_2(registers) ((registers)->regs[1])
#define ARGUMENT_4(registers) ((registers)->regs[3])
#define ARGUMENT_5(registers) ((registers)->regs[4])
#define RESULT(registers) ((registers)->regs[0])
#define NUMBER(registers) ((registers)->syscallno)
#define NR_splice 76
#define NR_getsockopt 209
#endif

#endif
