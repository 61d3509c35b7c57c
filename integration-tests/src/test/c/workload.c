/*
 * Makes an exact number of system calls of each kind, measures each with its own clock, and prints the totals.
 *
 *   workload [--name NAME] [--threads N] [--directory DIR] [--realtime] KIND=COUNT ...
 *
 * Prints `{"ready": PID}` once all threads are ready. Then every byte on standard input starts a round, in which each thread
 * makes COUNT calls of each KIND, and which ends with a line of JSON; the end of the input ends the process.
 *
 * Between rounds it makes none of the calls that observoor counts: it polls and splices instead of reading, maps its output
 * into the pipe (vmsplice) instead of writing, its threads wait for signals instead of futexes, and it exits by exit_group
 * without joining them. It takes its name last, so that an agent that tracks the name finds it ready.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "calls.h"

#define MOST_THREADS 32
#define START (SIGRTMIN + 1)
#define DONE (SIGRTMIN + 2)

static struct worker workers[MOST_THREADS];
static int counts[64];
static int thread_count = 1;
static int realtime;
static pid_t pid, main_tid;

static void fail(const char *what)
{
	fprintf(stderr, "workload: %s: %s\n", what, strerror(errno));
	syscall(SYS_exit_group, 1);
}

/* The kernel's sigset has eight bytes; raw calls, so that libc adds none. */
static void wait_for(int signal_number)
{
	unsigned long set = 1UL << (signal_number - 1);

	while (syscall(SYS_rt_sigtimedwait, &set, NULL, NULL, sizeof(set)) != signal_number)
		;
}

static void send_to(pid_t tid, int signal_number)
{
	if (syscall(SYS_tgkill, pid, tid, signal_number))
		fail("tgkill");
}

/* Opens a worker's files and sockets; returns 0, or -1 with errno. */
static int prepare(struct worker *worker, int index, const char *directory)
{
	worker->index = index;
	snprintf(worker->path, sizeof(worker->path), "%s/workload.%d.%d", directory, (int)getpid(), index);
	worker->zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	worker->null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	worker->file = open(worker->path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	worker->epoll = epoll_create1(EPOLL_CLOEXEC);
	worker->low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT_IF_ANY, -1, 0);
	worker->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	worker->address.sun_family = AF_UNIX;
	worker->address_length = sizeof(sa_family_t);
	if (worker->zero < 0 || worker->null < 0 || worker->file < 0 || worker->epoll < 0 ||
	    worker->low == MAP_FAILED || worker->listener < 0 || unlink(worker->path) || ftruncate(worker->file, 4096))
		return -1;
	/* unnamed address: the kernel chooses an abstract one */
	if (bind(worker->listener, (struct sockaddr *)&worker->address, worker->address_length) ||
	    listen(worker->listener, 16))
		return -1;
	worker->address_length = sizeof(worker->address);
	return getsockname(worker->listener, (struct sockaddr *)&worker->address, &worker->address_length);
}

static void *work(void *argument)
{
	struct worker *worker = argument;
	struct sched_param priority = { .sched_priority = 1 };

	if (realtime && sched_setscheduler(0, SCHED_FIFO, &priority))
		fail("sched_setscheduler");
	worker->tid = syscall(SYS_gettid);
	send_to(main_tid, DONE);
	for (;;) {
		wait_for(START);
		for (int kind = 0; kinds[kind].name; kind++) {
			for (int i = 0; i < counts[kind]; i++)
				kinds[kind].call(worker);
		}
		send_to(main_tid, DONE);
	}
	return NULL;
}

/* Waits for a byte on standard input; returns 0 at its end. */
static int next_round(int null)
{
	struct pollfd input = { .fd = 0, .events = POLLIN };

	while (syscall(SYS_ppoll, &input, 1, NULL, NULL, 0) < 0)
		;
	return syscall(SYS_splice, 0, NULL, null, NULL, 1, 0) == 1;
}

/* Prints to a pipe without write(2). The text must not change before it is read. */
static void print(const char *text)
{
	struct iovec vector = { (void *)text, strlen(text) };

	while (vector.iov_len > 0) {
		long taken = syscall(SYS_vmsplice, 1, &vector, 1, 0);

		if (taken < 0)
			taken = syscall(SYS_write, 1, vector.iov_base, vector.iov_len);
		if (taken < 0)
			syscall(SYS_exit_group, 1);
		vector.iov_base = (char *)vector.iov_base + taken;
		vector.iov_len -= taken;
	}
}

static void report(int round)
{
	static char lines[2][4096];
	char *line = lines[round % 2];
	size_t length = snprintf(line, sizeof(lines[0]), "{\"round\": %d", round);

	for (int metric = 0; metric < METRICS; metric++) {
		unsigned long long count = 0, nanoseconds = 0;

		for (int i = 0; i < thread_count; i++) {
			count += workers[i].count[metric];
			nanoseconds += workers[i].nanoseconds[metric];
			workers[i].count[metric] = 0;
			workers[i].nanoseconds[metric] = 0;
		}
		length += snprintf(line + length, sizeof(lines[0]) - length, ", \"%s\": {\"count\": %llu, \"sum\": %llu}",
				   metric_names[metric], count, nanoseconds);
	}
	snprintf(line + length, sizeof(lines[0]) - length, "}\n");
	print(line);
}

static int set_count(const char *text)
{
	const char *equals = strchr(text, '=');

	for (int kind = 0; equals && kinds[kind].name; kind++) {
		if (strlen(kinds[kind].name) == (size_t)(equals - text) &&
		    !strncmp(kinds[kind].name, text, equals - text)) {
			counts[kind] = atoi(equals + 1);
			return 1;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	static char ready[64];
	const char *name = NULL, *directory = ".";
	sigset_t set;
	int null;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--name") && i + 1 < argc)
			name = argv[++i];
		else if (!strcmp(argv[i], "--threads") && i + 1 < argc)
			thread_count = atoi(argv[++i]);
		else if (!strcmp(argv[i], "--directory") && i + 1 < argc)
			directory = argv[++i];
		else if (!strcmp(argv[i], "--realtime"))
			realtime = 1;
		else if (!set_count(argv[i])) {
			fprintf(stderr, "workload: no such call: %s\n", argv[i]);
			return 2;
		}
	}
	if (thread_count < 1 || thread_count > MOST_THREADS) {
		fprintf(stderr, "workload: 1 to %d threads\n", MOST_THREADS);
		return 2;
	}
	pid = syscall(SYS_getpid);
	main_tid = syscall(SYS_gettid);
	null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	sigemptyset(&set);
	sigaddset(&set, START);
	sigaddset(&set, DONE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	for (int i = 0; i < thread_count; i++) {
		pthread_t thread;

		if (prepare(&workers[i], i, directory))
			fail(directory);
		if (pthread_create(&thread, NULL, work, &workers[i]))
			fail("pthread_create");
		wait_for(DONE);
	}
	if (name && prctl(PR_SET_NAME, name, 0, 0, 0))
		fail("prctl");
	snprintf(ready, sizeof(ready), "{\"ready\": %d}\n", pid);
	print(ready);
	for (int round = 1; next_round(null); round++) {
		for (int i = 0; i < thread_count; i++)
			send_to(workers[i].tid, START);
		for (int i = 0; i < thread_count; i++)
			wait_for(DONE);
		report(round);
	}
	syscall(SYS_exit_group, 0);
}
