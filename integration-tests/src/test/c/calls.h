/* The workload's kinds of calls. */
#ifndef CALLS_H
#define CALLS_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* Missing in some distributions' headers: arch/x86/entry/syscalls/syscall_64.tbl; the same on every architecture. */
#define NR_FUTEX_WAKE 454
#define NR_FUTEX_WAIT 455
#define NR_FUTEX_REQUEUE 456
#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

enum metric { READ, WRITE, FUTEX, MMAP, EPOLL_WAIT, FSYNC, FDATASYNC, PWRITE, OPEN, CLOSE, METRICS };

static const char *const metric_names[METRICS] = {
	"syscall_read",	 "syscall_write",     "syscall_futex",	"syscall_mmap", "syscall_epoll_wait",
	"syscall_fsync", "syscall_fdatasync", "syscall_pwrite", "fd_open",	"fd_close",
};

struct worker {
	pid_t tid;
	int index;
	int zero, null, file, epoll, listener, descriptor; /* open all the time */
	uint32_t futex;
	char path[512];
	char *low; /* memory below 4 GiB */
	struct sockaddr_un address;
	socklen_t address_length;
	unsigned long long count[METRICS];
	unsigned long long nanoseconds[METRICS];
};

struct kind {
	const char *name;
	void (*call)(struct worker *worker);
};

static inline unsigned long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

/* One call of a metric, measured. */
#define TIMED(metric, ...)                                      \
	({                                                      \
		unsigned long long begin = now();               \
		long result = syscall(__VA_ARGS__);             \
		worker->nanoseconds[metric] += now() - begin;   \
		worker->count[metric]++;                        \
		result;                                         \
	})

/* Exits with a message unless a call had the expected result. */
#define MUST(condition)                                                                       \
	do {                                                                                  \
		if (!(condition)) {                                                           \
			fprintf(stderr, "workload: %s: %s\n", #condition, strerror(errno));   \
			syscall(SYS_exit_group, 3);                                           \
		}                                                                             \
	} while (0)

static const struct timespec millisecond = { .tv_nsec = 1000000 };

/* Reads: nine bytes of /dev/zero or of the worker's file. */
static void call_read(struct worker *worker)
{
	char bytes[9];
	MUST(TIMED(READ, SYS_read, worker->zero, bytes, sizeof(bytes)) == sizeof(bytes));
}

static void call_read_failed(struct worker *worker)
{
	char byte;
	MUST(TIMED(READ, SYS_read, -1, &byte, 1) == -1 && errno == EBADF);
}

static void call_readv(struct worker *worker)
{
	char bytes[9];
	struct iovec vector[2] = { { bytes, 4 }, { bytes + 4, 5 } };
	MUST(TIMED(READ, SYS_readv, worker->zero, vector, 2) == sizeof(bytes));
}

static void call_pread64(struct worker *worker)
{
	char bytes[9];
	MUST(TIMED(READ, SYS_pread64, worker->file, bytes, sizeof(bytes), 3) == sizeof(bytes));
}

static void call_preadv(struct worker *worker)
{
	char bytes[9];
	struct iovec vector = { bytes, sizeof(bytes) };
	MUST(TIMED(READ, SYS_preadv, worker->file, &vector, 1, 3, 0) == sizeof(bytes));
}

static void call_preadv2(struct worker *worker)
{
	char bytes[9];
	struct iovec vector = { bytes, sizeof(bytes) };
	MUST(TIMED(READ, SYS_preadv2, worker->file, &vector, 1, 3, 0, 0) == sizeof(bytes));
}

static void call_write(struct worker *worker)
{
	MUST(TIMED(WRITE, SYS_write, worker->null, "nine byte", 9) == 9);
}

static void call_write_failed(struct worker *worker)
{
	MUST(TIMED(WRITE, SYS_write, -1, "", 1) == -1 && errno == EBADF);
}

static void call_writev(struct worker *worker)
{
	struct iovec vector = { "nine byte", 9 };
	MUST(TIMED(WRITE, SYS_writev, worker->null, &vector, 1) == 9);
}

static void call_pwrite64(struct worker *worker)
{
	MUST(TIMED(PWRITE, SYS_pwrite64, worker->file, "nine byte", 9, 0) == 9);
}

static void call_pwritev(struct worker *worker)
{
	struct iovec vector = { "nine byte", 9 };
	MUST(TIMED(PWRITE, SYS_pwritev, worker->file, &vector, 1, 0, 0) == 9);
}

static void call_pwritev2(struct worker *worker)
{
	struct iovec vector = { "nine byte", 9 };
	MUST(TIMED(PWRITE, SYS_pwritev2, worker->file, &vector, 1, 0, 0, 0) == 9);
}

static void call_fsync(struct worker *worker)
{
	MUST(TIMED(FSYNC, SYS_fsync, worker->file) == 0);
}

static void call_fdatasync(struct worker *worker)
{
	MUST(TIMED(FDATASYNC, SYS_fdatasync, worker->file) == 0);
}

static void call_mmap(struct worker *worker)
{
	long address = TIMED(MMAP, SYS_mmap, NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	MUST(address != -1 && syscall(SYS_munmap, address, 4096) == 0);
}

static void call_mmap_failed(struct worker *worker)
{
	MUST(TIMED(MMAP, SYS_mmap, NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == -1);
}

static void call_epoll_pwait(struct worker *worker)
{
	struct epoll_event event;
	MUST(TIMED(EPOLL_WAIT, SYS_epoll_pwait, worker->epoll, &event, 1, 1, NULL, 8) == 0);
}

static void call_epoll_pwait2(struct worker *worker)
{
	struct epoll_event event;
	/* since Linux 5.11; an older kernel returns ENOSYS, which counts as a call too */
	MUST(TIMED(EPOLL_WAIT, SYS_epoll_pwait2, worker->epoll, &event, 1, &millisecond, NULL, 8) == 0 || errno == ENOSYS);
}

static void call_futex_wait(struct worker *worker)
{
	MUST(TIMED(FUTEX, SYS_futex, &worker->futex, FUTEX_WAIT_PRIVATE, 0, &millisecond) == -1 && errno == ETIMEDOUT);
}

static void call_futex_wake(struct worker *worker)
{
	MUST(TIMED(FUTEX, SYS_futex, &worker->futex, FUTEX_WAKE_PRIVATE, 1) == 0);
}

/* struct futex_waitv of linux/futex.h, Linux 5.16 */
struct waiter {
	uint64_t value, address;
	uint32_t flags, reserved;
};

static void call_futex_waitv(struct worker *worker)
{
	struct waiter waiter = { .address = (uintptr_t)&worker->futex, .flags = 2 };
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_nsec += 1000000;
	if (end.tv_nsec >= 1000000000) {
		end.tv_nsec -= 1000000000;
		end.tv_sec++;
	}
	TIMED(FUTEX, SYS_futex_waitv, &waiter, 1, 0, &end, CLOCK_MONOTONIC);
}

/* The futex2 calls of Linux 6.7; an older kernel returns ENOSYS, which counts as a call too. */
static void call_futex2(struct worker *worker)
{
	struct waiter waiters[2] = {};

	TIMED(FUTEX, NR_FUTEX_WAKE, &worker->futex, ~0U, 1, 2);
	TIMED(FUTEX, NR_FUTEX_WAIT, &worker->futex, 1, ~0U, 2, NULL, CLOCK_MONOTONIC);
	TIMED(FUTEX, NR_FUTEX_REQUEUE, waiters, 0, 0, 0);
}

#ifdef SYS_epoll_wait
static void call_epoll_wait(struct worker *worker)
{
	struct epoll_event event;
	MUST(TIMED(EPOLL_WAIT, SYS_epoll_wait, worker->epoll, &event, 1, 1) == 0);
}
#endif

#include "descriptors.h"
#include "compat.h"

static const struct kind kinds[] = {
	{ "read", call_read },
	{ "read_failed", call_read_failed },
	{ "readv", call_readv },
	{ "pread64", call_pread64 },
	{ "preadv", call_preadv },
	{ "preadv2", call_preadv2 },
	{ "write", call_write },
	{ "write_failed", call_write_failed },
	{ "writev", call_writev },
	{ "pwrite64", call_pwrite64 },
	{ "pwritev", call_pwritev },
	{ "pwritev2", call_pwritev2 },
	{ "fsync", call_fsync },
	{ "fdatasync", call_fdatasync },
	{ "mmap", call_mmap },
	{ "mmap_failed", call_mmap_failed },
	{ "epoll_pwait", call_epoll_pwait },
	{ "epoll_pwait2", call_epoll_pwait2 },
	{ "futex_wait", call_futex_wait },
	{ "futex_wake", call_futex_wake },
	{ "futex_waitv", call_futex_waitv },
	{ "futex2", call_futex2 },
	{ "openat", call_openat },
	{ "openat2", call_openat2 },
	{ "open_failed", call_open_failed },
	{ "dup", call_dup },
	{ "dup3", call_dup3 },
	{ "fcntl", call_fcntl },
	{ "socket", call_socket },
	{ "accept", call_accept },
	{ "pipe2", call_pipe2 },
	{ "socketpair", call_socketpair },
	{ "special", call_special },
	{ "close_failed", call_close_failed },
	{ "close_range", call_close_range },
#ifdef __x86_64__
	{ "epoll_wait", call_epoll_wait },
	{ "legacy", call_legacy },
	{ "compat", call_compat },
	{ "compat_descriptors", call_compat_descriptors },
	{ "compat_other", call_compat_other },
#endif
	{ NULL, NULL },
};

#endif
