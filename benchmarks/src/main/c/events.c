/* SPDX-License-Identifier: Apache-2.0 */
/*
 * events KIND COUNT [CPU]: the traced program of the part `events`: provokes one kind of event in a tight loop, on this CPU
 * when one is given. For each byte on standard input COUNT occurrences, answered by a line: how many they were, nanoseconds
 * taken, nanoseconds of CPU that its threads and ended children took. It ends with its standard input. Files are made in the
 * current directory and have no name.
 *
 *   switch    two threads on a CPU hand a byte to and fro through pipes; a wake-up and a switch from one to the other
 *   wakeup    a futex(2) wakes sleeping threads that must not run yet; only that call is timed
 *   fault     the first write to a page of fresh anonymous memory, with its share of mmap(2) and munmap(2)
 *   tcp, udp  a byte is sent and received over loopback
 *   connect   a TCP connection over loopback is made, accepted and reset
 *   fork      a process is made, ends and is waited for
 *   disk      4 KiB are written to a file past the page cache
 *   open      /dev/null is opened and closed
 *   futex     a futex(2) that wakes nobody
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

#define SECOND_NANOS 1000000000LL
#define PAGE 4096
#define CHUNK_PAGES 1024 /* that are mapped at once */
#define FILE_PAGES 4096	 /* of the file that is written over and over */
#define SLEEPERS 128

static void fail(const char *what)
{
	fprintf(stderr, "events: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void must(int good, const char *what)
{
	if (!good)
		fail(what);
}

static long long now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * SECOND_NANOS + time.tv_nsec;
}

static long futex(unsigned int *word, int operation, unsigned int value)
{
	return syscall(SYS_futex, word, operation | FUTEX_PRIVATE_FLAG, value, NULL, NULL, 0);
}

static void prepare_nothing(void)
{
}

/* switch: both threads inherit the CPU that was asked for */

static int there[2], back[2];

static void *echo(void *unused)
{
	char byte;

	(void)unused;
	while (read(there[0], &byte, 1) == 1)
		must(write(back[1], &byte, 1) == 1, "pipe");
	return NULL;
}

static void prepare_switch(void)
{
	pthread_t thread;

	must(!pipe(there) && !pipe(back), "pipe");
	must(!pthread_create(&thread, NULL, echo, NULL), "thread");
}

static long long make_switch(long long count)
{
	char byte = 0;

	for (long long i = 0; i < count; i += 2) {
		must(write(there[1], &byte, 1) == 1, "pipe");
		must(read(back[0], &byte, 1) == 1, "pipe");
	}
	return count;
}

/* wakeup: idle threads wait for the CPU until the one that wakes them sleeps itself, and that is not timed */

static unsigned int generation;
static unsigned int asleep;
static long long wake_nanos, wake_cpu_nanos; /* of that call; else 0 */

static void *sleep_on(void *unused)
{
	struct sched_param none = { 0 };

	(void)unused;
	must(!sched_setscheduler(0, SCHED_IDLE, &none), "SCHED_IDLE");
	for (;;) {
		unsigned int seen = __atomic_load_n(&generation, __ATOMIC_SEQ_CST);

		__atomic_add_fetch(&asleep, 1, __ATOMIC_SEQ_CST);
		while (__atomic_load_n(&generation, __ATOMIC_SEQ_CST) == seen)
			futex(&generation, FUTEX_WAIT, seen);
	}
	return NULL;
}

static void prepare_wakeup(void)
{
	pthread_attr_t small;

	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 65536);
	for (int i = 0; i < SLEEPERS; i++) {
		pthread_t thread;

		must(!pthread_create(&thread, &small, sleep_on, NULL), "thread");
	}
}

static long long make_wakeup(long long count)
{
	struct timespec pause = { 0, 20000 };
	long long made = 0;

	while (made < count) {
		long long start, cpu;

		/* the last one may still be on its way: then it is woken by nobody, and not counted */
		while (__atomic_load_n(&asleep, __ATOMIC_SEQ_CST) < SLEEPERS)
			nanosleep(&pause, NULL);
		asleep = 0;
		__atomic_add_fetch(&generation, 1, __ATOMIC_SEQ_CST);
		cpu = now(CLOCK_THREAD_CPUTIME_ID);
		start = now(CLOCK_MONOTONIC);
		made += futex(&generation, FUTEX_WAKE, INT_MAX);
		wake_nanos += now(CLOCK_MONOTONIC) - start;
		wake_cpu_nanos += now(CLOCK_THREAD_CPUTIME_ID) - cpu;
	}
	return made;
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

static int sender, receiver, listener;
static struct sockaddr_in address;

static void listen_to(int type)
{
	socklen_t length = sizeof(address);

	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, type, 0);
	must(listener >= 0 && !bind(listener, (struct sockaddr *)&address, sizeof(address)) &&
		     !getsockname(listener, (struct sockaddr *)&address, &length),
	     "socket");
}

static void connect_to(void)
{
	must(sender >= 0 && !connect(sender, (struct sockaddr *)&address, sizeof(address)), "connect");
}

static void prepare_connect(void)
{
	listen_to(SOCK_STREAM);
	must(!listen(listener, 16), "listen");
}

static void prepare_tcp(void)
{
	int one = 1;

	prepare_connect();
	sender = socket(AF_INET, SOCK_STREAM, 0);
	connect_to();
	receiver = accept(listener, NULL, NULL);
	must(receiver >= 0 && !setsockopt(sender, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)), "accept");
}

static void prepare_udp(void)
{
	listen_to(SOCK_DGRAM);
	receiver = listener;
	sender = socket(AF_INET, SOCK_DGRAM, 0);
	connect_to();
}

static long long make_byte(long long count)
{
	char byte = 0;

	for (long long i = 0; i < count; i++) {
		must(send(sender, &byte, 1, 0) == 1, "send");
		must(recv(receiver, &byte, 1, 0) == 1, "recv");
	}
	return count;
}

static long long make_connect(long long count)
{
	/* reset, so that no connection lingers and ports do not run out */
	struct linger reset = { 1, 0 };

	for (long long i = 0; i < count; i++) {
		sender = socket(AF_INET, SOCK_STREAM, 0);
		connect_to();
		receiver = accept(listener, NULL, NULL);
		must(receiver >= 0, "accept");
		setsockopt(sender, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
		close(sender);
		close(receiver);
	}
	return count;
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
	must(!sched_setaffinity(0, sizeof(set), &set), "cannot run on the CPU asked for");
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
	fprintf(stderr, "events: no such kind: %s\n", argv[1]);
	return 2;
}
