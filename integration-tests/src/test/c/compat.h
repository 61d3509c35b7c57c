/* 32-bit calls of x86 from 64-bit code: the same numbers mean other calls (arch/x86/entry/syscalls/syscall_32.tbl). */
#ifndef COMPAT_H
#define COMPAT_H

#ifdef __x86_64__

#define MAP_32BIT_IF_ANY MAP_32BIT

static inline long compat(long number, long first, long second, long third, long fourth)
{
	long result;

	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(number), "b"(first), "c"(second), "d"(third), "S"(fourth), "D"(0L)
			 : "memory", "r8", "r9", "r10", "r11", "cc");
	return (int)result;
}

#define COMPAT(metric, ...)                                     \
	({                                                      \
		unsigned long long begin = now();               \
		long result = compat(__VA_ARGS__);              \
		worker->nanoseconds[metric] += now() - begin;   \
		worker->count[metric]++;                        \
		result;                                         \
	})

/* read, write, fsync, futex (a wake) and mmap2, by their 32-bit numbers */
static void call_compat(struct worker *worker)
{
	long low = (long)worker->low;
	long address;

	MUST(COMPAT(READ, 3, worker->zero, low, 9, 0) == 9);
	MUST(COMPAT(WRITE, 4, worker->null, low, 9, 0) == 9);
	MUST(COMPAT(FSYNC, 118, worker->file, 0, 0, 0) == 0);
	MUST(COMPAT(FUTEX, 240, low, FUTEX_WAKE_PRIVATE, 1, 0) == 0);
	address = COMPAT(MMAP, 192, 0, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS);
	MUST(address == -EINVAL);
}

/* open, dup2, fcntl64 with and without F_DUPFD, socketcall of socket and socketpair, close and close_range */
static void call_compat_descriptors(struct worker *worker)
{
	unsigned *low = (unsigned *)worker->low;
	long target = RANGE_BASE + worker->index * RANGE_SIZE;
	long descriptor;

	strcpy(worker->low, "/dev/null");
	descriptor = MADE(compat(5, (long)worker->low, O_RDONLY, 0, 0));
	MUST(compat(6, descriptor, 0, 0, 0) == 0);
	worker->count[CLOSE]++;
	MADE(compat(63, worker->zero, target, 0, 0));
	MUST(compat(63, worker->zero, worker->zero, 0, 0) == worker->zero);
	MUST(compat(436, target, target + RANGE_SIZE - 1, 0, 0) == 0);
	worker->count[CLOSE]++;
	MUST(compat(221, worker->zero, F_GETFL, 0, 0) >= 0);
	closed(worker, MADE(compat(221, worker->zero, F_DUPFD, 0, 0)));
	low[0] = AF_UNIX;
	low[1] = SOCK_STREAM;
	low[2] = 0;
	low[3] = (unsigned)(uintptr_t)(low + 8);
	closed(worker, MADE(compat(102, 1, (long)low, 0, 0)));
	pair(worker, compat(102, 8, (long)low, 0, 0), (int *)(low + 8));
}

/* 32-bit calls whose numbers are counted calls of 64-bit programs: none may count. */
static void call_compat_other(struct worker *worker)
{
	(void)worker;
	compat(20, 0, 0, 0, 0);	      /* getpid; 64-bit writev */
	compat(19, -1, 0, 0, 0);      /* lseek; readv */
	compat(17, 0, 0, 0, 0);	      /* break; pread64 */
	compat(18, 0, 0, 0, 0);	      /* oldstat; pwrite64 */
	compat(9, 0, 0, 0, 0);	      /* link; mmap */
	compat(75, -1, 0, 0, 0);      /* setrlimit; fdatasync */
	compat(202, 0, 0, 0, 0);      /* getegid32; futex */
	compat(232, 0, 0, 0, 0);      /* listxattr; epoll_wait */
	compat(281, -1, 0, 0, 0);     /* mq_notify; epoll_pwait */
	compat(257, 0, 0, 0, 0);      /* remap_file_pages; openat */
	compat(0, 0, 0, 0, 0);	      /* restart_syscall; read */
}

#else
#define MAP_32BIT_IF_ANY 0
#endif

#endif
