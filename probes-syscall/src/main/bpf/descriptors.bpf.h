/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef DESCRIPTORS_BPF_H
#define DESCRIPTORS_BPF_H

#include <bpf/bpf_core_read.h>
#include "syscall.h"
#include "thread.bpf.h"

#define F_DUPFD 0
#define F_DUPFD_CLOEXEC 1030
#define CLOSE_RANGE_CLOEXEC (1U << 2)

/* include/uapi/linux/net.h: the calls behind socketcall */
#define SYS_SOCKET 1
#define SYS_ACCEPT 5
#define SYS_SOCKETPAIR 8
#define SYS_ACCEPT4 18

/* The kernel's bitmap of open descriptors, 64 a word. */
#define WORD_BITS 64

/* Most words that a kernel without bpf_loop looks at: 65,536 descriptors. */
#define WORDS_WITHOUT_LOOP 1024

struct open_count {
	unsigned long *words;
	__u32 open;
};

static __always_inline __u64 bitmap_word(unsigned long *words, __u32 index)
{
	__u64 word = 0;

	bpf_probe_read_kernel(&word, sizeof(word), words + index);
	return word;
}

/* Adds the open descriptors of one word. Without a branch: the verifier walks through each step of the bounded loop. */
static long count_word(__u32 index, struct open_count *count)
{
	count->open += __builtin_popcountll(bitmap_word(count->words, index));
	return 0;
}

/*
 * How many descriptors of the current process are open from `first` to `last`. Another thread may open or close some while
 * this one counts and while the kernel closes them; the number is that of the moment at which the call began. Every word
 * is read once.
 */
static __always_inline __u32 open_descriptors(__u32 first, __u32 last, const enum thread_place place)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct fdtable *table = BPF_CORE_READ(task, files, fdt);
	unsigned long *bitmap = BPF_CORE_READ(table, open_fds);
	__u32 size = BPF_CORE_READ(table, max_fds);
	__u32 first_word, last_word, between;
	struct open_count count = {};
	__u64 from, to;

	if (first > last || first >= size)
		return 0;
	if (last >= size)
		last = size - 1;
	first_word = first / WORD_BITS;
	last_word = last / WORD_BITS;
	from = ~0ULL << (first % WORD_BITS);
	to = ~0ULL >> (WORD_BITS - 1 - last % WORD_BITS);
	if (first_word == last_word)
		return __builtin_popcountll(bitmap_word(bitmap, first_word) & from & to);

	count.open = __builtin_popcountll(bitmap_word(bitmap, first_word) & from);
	count.open += __builtin_popcountll(bitmap_word(bitmap, last_word) & to);
	count.words = bitmap + first_word + 1;
	between = last_word - first_word - 1;
	if (place == IN_TASK) {
		/* kernels with task storage for tracing programs have bpf_loop (5.17) as well */
		bpf_loop(between, count_word, &count, 0);
	} else {
		for (__u32 index = 0; index < WORDS_WITHOUT_LOOP && index < between; index++)
			count_word(index, &count);
	}
	return count.open;
}

/* Decides by its arguments what a call will do; CALL_IGNORED when it neither makes nor closes a descriptor. */
static __always_inline __u32 decide(__u32 action, const __u64 arguments[3], const enum thread_place place, __u32 *count)
{
	switch (action) {
	case CALL_DUP_TO:
		return (__u32)arguments[0] == (__u32)arguments[1] ? CALL_IGNORED : CALL_OPEN;
	case CALL_FCNTL:
		return (__u32)arguments[1] == F_DUPFD || (__u32)arguments[1] == F_DUPFD_CLOEXEC ? CALL_OPEN
											       : CALL_IGNORED;
	case CALL_SIGNALFD:
		return (__s32)arguments[0] == -1 ? CALL_OPEN : CALL_IGNORED;
	case CALL_LANDLOCK:
		return (__u32)arguments[2] == 0 ? CALL_OPEN : CALL_IGNORED;
	case CALL_SOCKETCALL:
		if (arguments[0] == SYS_SOCKETPAIR)
			return CALL_PAIR;
		return arguments[0] == SYS_SOCKET || arguments[0] == SYS_ACCEPT || arguments[0] == SYS_ACCEPT4
			       ? CALL_OPEN
			       : CALL_IGNORED;
	case CALL_CLOSE_RANGE:
		if (arguments[2] & CLOSE_RANGE_CLOEXEC)
			return CALL_IGNORED;
		*count = open_descriptors(arguments[0], arguments[1], place);
		return *count ? CALL_CLOSE_RANGE : CALL_IGNORED;
	default:
		return CALL_IGNORED;
	}
}

#endif
