/* SPDX-License-Identifier: Apache-2.0 */
/*
 * events KIND COUNT [CPU]: the traced program of the part `events`: provokes one kind of event in a tight loop, pinned to CPU
 * if given. For each byte on standard input, provokes COUNT events and prints their number, the time in nanoseconds and the
 * CPU time of its threads and ended children in nanoseconds. Exits at the end of standard input. Its files are unnamed, in
 * the current directory.
 *
 *   switch    two threads on a CPU exchange a byte through pipes: a wake-up and a switch each way
 *   wakeup    a futex(2) wakes sleeping threads that must not run yet; only that call is timed
 *   fault     the first write to a page of fresh anonymous memory, with its share of mmap(2) and munmap(2)
 *   tcp, udp  a byte is sent and received over loopback
 *   connect   a TCP connection over loopback is opened, accepted and reset
 *   fork      a child process is forked, exits and is waited for
 *   disk      4 KiB are written to a file past the page cache
 *   open      /dev/null is opened and closed
 *   futex     a futex(2) that wakes no thread
 *   mmap      a page is mapped and unmapped, untouched
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common.h"
#include "threads.h"
#include "sockets.h"

static void prepare_nothing(void)
{
}

static long long make_fault(long long count)
{
	for (long long made = 0; made < count; made += CHUNK_PAGES) {
		char *pages = mmap(NULL, CHUNK_PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		must(pages != MAP_FAILED, "mmap");
		madvise(pages, CHUNK_PAGES * PAGE, MADV_NOHUGEPAGE);
		for (int i = 0; i < CHUNK_PAGES; i++)
			((volatile char *)pages)[i * PAGE] = 1;
		munmap(pages, CHUNK_PAGES * PAGE);
	}
	return (count + CHUNK_PAGES - 1) / CHUNK_PAGES * CHUNK_PAGES;
}

static long long make_fork(long long count)
{
	for (long long i = 0; i < count; i++) {
		pid_t child = fork();

		must(child >= 0, "fork");
		if (child == 0)
			_exit(0);
		must(waitpid(child, NULL, 0) == child, "waitpid");
	}
	return count;
}

static int file;
static char block[PAGE] __attribute__((aligned(PAGE)));

static void prepare_disk(void)
{
	file = open(".", O_TMPFILE | O_RDWR | O_DIRECT, 0600);
	must(file >= 0, "a file to write to past the page cache");
	for (int i = 0; i < FILE_PAGES; i++)
		must(pwrite(file, block, PAGE, (off_t)i * PAGE) == PAGE, "write");
	must(!fsync(file), "fsync");
}

static long long make_disk(long long count)
{
	for (long long i = 0; i < count; i++)
		must(pwrite(file, block, PAGE, i % FILE_PAGES * PAGE) == PAGE, "write");
	return count;
}

static long long make_open(long long count)
{
	for (long long i = 0; i < count; i++) {
		int null = open("/dev/null", O_RDONLY);

		must(null >= 0 && !close(null), "/dev/null");
	}
	return count;
}

static long long make_futex(long long count)
{
	unsigned int word = 0;

	for (long long i = 0; i < count; i++)
		must(futex(&word, FUTEX_WAKE, 1) == 0, "futex");
	return count;
}

static long long make_mmap(long long count)
{
	for (long long i = 0; i < count; i++) {
		void *page = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		must(page != MAP_FAILED && !munmap(page, PAGE), "mmap");
	}
	return count;
}

static const struct kind {
	const char *name;
	void (*prepare)(void);
	long long (*make)(long long count);
} kinds[] = {
	{ "switch", prepare_switch, make_switch },    { "wakeup", prepare_wakeup, make_wakeup },
	{ "fault", prepare_nothing, make_fault },     { "tcp", prepare_tcp, make_byte },
	{ "udp", prepare_udp, make_byte },	      { "connect", prepare_connect, make_connect },
	{ "fork", prepare_nothing, make_fork },	      { "disk", prepare_disk, make_disk },
	{ "open", prepare_nothing, make_open },	      { "futex", prepare_nothing, make_futex },
	{ "mmap", prepare_nothing, make_mmap },
};

static void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	must(!sched_setaffinity(0, sizeof(set), &set), "cannot run on the CPU");
}

static long long cpu_nanos(void)
{
	struct rusage children;

	getrusage(RUSAGE_CHILDREN, &children);
	return now(CLOCK_PROCESS_CPUTIME_ID) +
	       (children.ru_utime.tv_sec + children.ru_stime.tv_sec) * SECOND_NANOS +
	       (children.ru_utime.tv_usec + children.ru_stime.tv_usec) * 1000LL;
}

static void serve(const struct kind *kind, long long count)
{
	char byte;

	kind->prepare();
	puts("ready");
	fflush(stdout);
	while (read(0, &byte, 1) == 1) {
		long long cpu = cpu_nanos();
		long long start = now(CLOCK_MONOTONIC);
		long long made, nanos;

		wake_nanos = wake_cpu_nanos = 0;
		made = kind->make(count);
		nanos = now(CLOCK_MONOTONIC) - start;
		cpu = cpu_nanos() - cpu;
		printf("%lld %lld %lld\n", made, wake_nanos ? wake_nanos : nanos, wake_nanos ? wake_cpu_nanos : cpu);
		fflush(stdout);
	}
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: events KIND COUNT [CPU]\n");
		return 2;
	}
	if (argc > 3)
		pin(atoi(argv[3]));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!strcmp(kinds[i].name, argv[1])) {
			serve(&kinds[i], atoll(argv[2]));
			return 0;
		}
	}
	fprintf(stderr, "events: unknown kind %s\n", argv[1]);
	return 2;
}
