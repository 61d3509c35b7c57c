/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef DESCRIPTORS_BPF_H
#define DESCRIPTORS_BPF_H

#include <bpf/bpf_core_read.h>
#include "syscall.h"
#include "thread.bpf.h"

#define F_DUPFD 0
#define F_DUPFD_CLOEXEC 1030
#define CLOSE_RANGE_CLOEXEC (1U << 2)

/* include/uapi/linux/net.h: calls of socketcall */
#define SYS_SOCKET 1
#define SYS_ACCEPT 5
#define SYS_SOCKETPAIR 8
#define SYS_ACCEPT4 18

/* Bits in a word of the kernel's bitmap of open descriptors. */
#define WORD_BITS 64

/* Maximum number of words to count on a kernel without bpf_loop: 65,536 descriptors. */
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

/* Adds the open descriptors of one word. Without branches, because the verifier walks through every step of a bounded loop. */
static long count_word(__u32 index, struct open_count *count)
{
	count->open += __builtin_popcountll(bitmap_word(count->words, index));
	return 0;
}

/*
 * Counts the open descriptors of the current process from `first` to `last` as the call begins, reading each word once.
 * Descriptors that other threads open or close in the range from now on make the count differ from what the call closes.
 */
static __always_inline __u32 open_descriptors(__u32 first, __u32 last, const enum thread_storage_kind storage)
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
	if (storage == TASK_STORAGE) {
		/* kernels with task storage for tracing programs also have bpf_loop (Linux 5.17) */
		bpf_loop(between, count_word, &count, 0);
	} else {
		for (__u32 index = 0; index < WORDS_WITHOUT_LOOP && index < between; index++)
			count_word(index, &count);
	}
	return count.open;
}

/* The action of a call by its arguments; CALL_IGNORED if it neither opens nor closes a descriptor. */
static __always_inline __u32 action_by_arguments(__u32 action, const __u64 arguments[3],
						 const enum thread_storage_kind storage, __u32 *count)
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
		*count = open_descriptors(arguments[0], arguments[1], storage);
		return *count ? CALL_CLOSE_RANGE : CALL_IGNORED;
	default:
		return CALL_IGNORED;
	}
}

#endif
