/* Calls that open and close file descriptors, and similar calls that do not. */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

/* Open and unused descriptors in the range of close_range. */
#define RANGE_OPEN 7
#define RANGE_SIZE 13
#define RANGE_BASE 250

#define MADE(number)                                 \
	({                                           \
		long made = (number);                \
		MUST(made >= 0);                     \
		worker->count[OPEN]++;               \
		made;                                \
	})

static void closed(struct worker *worker, long descriptor)
{
	MUST(syscall(SYS_close, descriptor) == 0);
	worker->count[CLOSE]++;
}

static void call_openat(struct worker *worker)
{
	closed(worker, MADE(syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY)));
}

static void call_openat2(struct worker *worker)
{
	struct open_how how = { .flags = O_RDONLY };
	closed(worker, MADE(syscall(SYS_openat2, AT_FDCWD, "/dev/null", &how, sizeof(how))));
}

/* Opens nothing: no such file, descriptor, family. */
static void call_open_failed(struct worker *worker)
{
	MUST(syscall(SYS_openat, AT_FDCWD, "/dev/null/none", O_RDONLY) == -1);
	MUST(syscall(SYS_dup, -1) == -1);
	MUST(syscall(SYS_socket, -1, SOCK_STREAM, 0) == -1);
	MUST(syscall(SYS_pipe2, NULL, 0) == -1);
}

static void call_dup(struct worker *worker)
{
	closed(worker, MADE(syscall(SYS_dup, worker->zero)));
}

static void call_dup3(struct worker *worker)
{
	long target = RANGE_BASE + worker->index * RANGE_SIZE;
	closed(worker, MADE(syscall(SYS_dup3, worker->zero, target, O_CLOEXEC)));
}

static void call_fcntl(struct worker *worker)
{
	MUST(syscall(SYS_fcntl, worker->zero, F_GETFL) >= 0);
	closed(worker, MADE(syscall(SYS_fcntl, worker->zero, F_DUPFD, 0)));
	closed(worker, MADE(syscall(SYS_fcntl, worker->zero, F_DUPFD_CLOEXEC, 0)));
}

static void call_socket(struct worker *worker)
{
	closed(worker, MADE(syscall(SYS_socket, AF_UNIX, SOCK_DGRAM, 0)));
}

/* A client's socket and two accepted ones, by accept4 and accept. */
static void call_accept(struct worker *worker)
{
	for (int call = 0; call < 2; call++) {
		long client = MADE(syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0));

		MUST(syscall(SYS_connect, client, &worker->address, worker->address_length) == 0);
		closed(worker, MADE(call ? syscall(SYS_accept, worker->listener, NULL, NULL)
					 : syscall(SYS_accept4, worker->listener, NULL, NULL, 0)));
		closed(worker, client);
	}
}

static void pair(struct worker *worker, long result, const int *both)
{
	MUST(result == 0);
	worker->count[OPEN] += 2;
	closed(worker, both[0]);
	closed(worker, both[1]);
}

static void call_pipe2(struct worker *worker)
{
	int both[2];
	long result = syscall(SYS_pipe2, both, O_CLOEXEC);
	pair(worker, result, both);
}

static void call_socketpair(struct worker *worker)
{
	int both[2];
	long result = syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, both);
	pair(worker, result, both);
}

static void call_special(struct worker *worker)
{
	uint64_t signals = 1ULL << (SIGUSR1 - 1);
	long descriptor;

	closed(worker, MADE(syscall(SYS_eventfd2, 0, 0)));
	closed(worker, MADE(syscall(SYS_epoll_create1, 0)));
	closed(worker, MADE(syscall(SYS_timerfd_create, CLOCK_MONOTONIC, 0)));
	closed(worker, MADE(syscall(SYS_inotify_init1, 0)));
	closed(worker, MADE(syscall(SYS_memfd_create, "workload", 0)));
	closed(worker, MADE(syscall(SYS_pidfd_open, syscall(SYS_getpid), 0)));
	descriptor = MADE(syscall(SYS_signalfd4, -1, &signals, sizeof(signals), 0));
	/* changes the existing one */
	MUST(syscall(SYS_signalfd4, descriptor, &signals, sizeof(signals), 0) == descriptor);
	closed(worker, descriptor);
}

static void call_close_failed(struct worker *worker)
{
	MUST(syscall(SYS_close, -1) == -1 && errno == EBADF);
}

/* Seven open descriptors among thirteen numbers of the worker; the range crosses a word of the kernel's bitmap. */
static void call_close_range(struct worker *worker)
{
	unsigned first = RANGE_BASE + worker->index * RANGE_SIZE;

	for (unsigned i = 0; i < RANGE_OPEN; i++)
		MADE(syscall(SYS_dup3, worker->zero, first + 2 * i, O_CLOEXEC));
	/* since Linux 5.11; an older kernel rejects the flag and closes nothing either */
	MUST(syscall(SYS_close_range, first, first + RANGE_SIZE - 1, CLOSE_RANGE_CLOEXEC) == 0 || errno == EINVAL);
	MUST(syscall(SYS_close_range, first, first + RANGE_SIZE - 1, 0) == 0);
	worker->count[CLOSE] += RANGE_OPEN;
	/* closes none: all are closed */
	MUST(syscall(SYS_close_range, first, first + RANGE_SIZE - 1, 0) == 0);
}

#ifdef __x86_64__
/* Calls that newer architectures lack. */
static void call_legacy(struct worker *worker)
{
	long target = RANGE_BASE + worker->index * RANGE_SIZE;
	uint64_t signals = 1ULL << (SIGUSR1 - 1);
	int both[2];
	long result;

	closed(worker, MADE(syscall(SYS_open, "/dev/null", O_RDONLY)));
	closed(worker, MADE(syscall(SYS_creat, "/dev/null", 0600)));
	closed(worker, MADE(syscall(SYS_dup2, worker->zero, target)));
	MUST(syscall(SYS_dup2, worker->zero, worker->zero) == worker->zero); /* opens none */
	result = syscall(SYS_pipe, both);
	pair(worker, result, both);
	closed(worker, MADE(syscall(SYS_eventfd, 0)));
	closed(worker, MADE(syscall(SYS_epoll_create, 1)));
	closed(worker, MADE(syscall(SYS_inotify_init)));
	closed(worker, MADE(syscall(SYS_signalfd, -1, &signals, sizeof(signals))));
}
#endif

#endif
