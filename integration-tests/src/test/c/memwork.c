/*
 * Provokes the events of probes-mem in known numbers. Every role prints a line `ready` when nothing that counts will happen
 * before it is asked to, then does one step for each line on standard input and prints what it did; the end of standard
 * input ends it. `memwork --name NAME ROLE ...` gives itself the name just before `ready`: who looks for the name sees
 * nothing of how it came to be ready.
 *
 *   memwork minor PAGES        touches PAGES pages of fresh anonymous memory
 *   memwork major IMAGE PAGES  touches PAGES pages of a file that is not in the page cache, on the ext4 file system in IMAGE
 *   memwork swap PAGES         step 1: has its PAGES pages swapped out; step `cached`: says how many are in memory all the
 *                              same; step 2: touches them
 *   memwork huge FOLIOS        the same with huge pages
 *   memwork owner PAGES        prints the address of its PAGES pages, which another process has swapped out (below)
 *   memwork pager              a step reads `PID ADDRESS PAGES`: has that process's pages swapped out
 *   memwork reclaim MIB        touches MIB MiB, twice
 *   memwork oom MIB            touches MIB MiB in each of its two threads
 *   memwork compact TIMES      has all memory compacted so many times
 *   memwork exits ROUNDS       ROUNDS times a child of each kind of end
 *
 * Steps print `NAME=NUMBER ...`; `cannot: REASON` where the kernel cannot do it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "memends.h"
#include "memloop.h"

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif
#define HUGE_BYTES (2UL << 20)

static size_t page_bytes;
static char line[256];
static const char *name;

static void say(const char *format, ...)
{
	static char text[512];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(text, sizeof(text) - 1, format, arguments);
	va_end(arguments);
	text[length] = '\n';
	if (write(1, text, length + 1) != length + 1)
		_exit(1);
}

static void cannot(const char *what)
{
	say("cannot: %s: %s", what, strerror(errno));
	_exit(0);
}

static void ready(void)
{
	if (name && prctl(PR_SET_NAME, name, 0, 0, 0))
		cannot("prctl");
	say("ready");
}

/* The next line of standard input; ends the process at its end. */
static const char *next_line(void)
{
	size_t length = 0;

	while (length < sizeof(line) - 1 && read(0, line + length, 1) == 1) {
		if (line[length] == '\n') {
			line[length] = 0;
			return line;
		}
		length++;
	}
	_exit(0);
}

/* From here on the process faults for nothing but what it maps. */
static void settle(void)
{
	if (mlockall(MCL_CURRENT))
		cannot("mlockall");
}

/*
 * From here on the process runs on the first CPU that it may use: new pages wait in a list of their CPU before they can be
 * reclaimed, and madvise looks at the list of its own.
 */
static void stay_on_first_cpu(void)
{
	cpu_set_t allowed, first;
	int cpu = 0;

	if (sched_getaffinity(0, sizeof(allowed), &allowed))
		cannot("sched_getaffinity");
	while (!CPU_ISSET(cpu, &allowed))
		cpu++;
	CPU_ZERO(&first);
	CPU_SET(cpu, &first);
	if (sched_setaffinity(0, sizeof(first), &first))
		cannot("sched_setaffinity");
}

static char *map(size_t bytes)
{
	char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED)
		cannot("mmap");
	return memory;
}

/* Writes every page, with what is neither zero nor alike. */
static void fill(volatile char *memory, size_t bytes)
{
	for (size_t i = 0; i < bytes; i += page_bytes)
		*(volatile size_t *)(memory + i) = i * 2654435761u + 1;
}

static size_t look(volatile char *memory, size_t bytes)
{
	size_t sum = 0;

	for (size_t i = 0; i < bytes; i += page_bytes)
		sum += memory[i];
	return sum;
}

static void say_faults(const struct rusage *before)
{
	struct rusage after;

	getrusage(RUSAGE_SELF, &after);
	say("minor=%ld major=%ld", after.ru_minflt - before->ru_minflt, after.ru_majflt - before->ru_majflt);
}

static void minor_faults(size_t pages)
{
	struct rusage before;
	char *memory;

	settle();
	memory = map(pages * page_bytes);
	madvise(memory, pages * page_bytes, MADV_NOHUGEPAGE);
	ready();
	next_line();
	getrusage(RUSAGE_SELF, &before);
	fill(memory, pages * page_bytes);
	say_faults(&before);
	next_line();
}

static void major_faults(const char *image, size_t pages)
{
	char device[64], path[64] = "/tmp/memwork.pages";
	int file = open(image, O_RDWR | O_CLOEXEC), loop;
	struct rusage before;
	char *memory;

	if (file < 0)
		cannot(image);
	loop = attach_loop(file, device, sizeof(device));
	if (loop < 0)
		cannot("a loop device");
	/* a mount that only we see, and that goes with us */
	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount(device, "/tmp", "ext4", 0, NULL))
		cannot("mount ext4");
	file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	memory = map(page_bytes);
	for (size_t i = 0; i < pages; i++) {
		fill(memory, page_bytes);
		if (write(file, memory, page_bytes) != (ssize_t)page_bytes)
			cannot("write");
	}
	if (fsync(file) || posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED))
		cannot("posix_fadvise");
	settle();
	memory = mmap(NULL, pages * page_bytes, PROT_READ, MAP_SHARED, file, 0);
	if (memory == MAP_FAILED || madvise(memory, pages * page_bytes, MADV_RANDOM))
		cannot("mmap");
	ready();
	next_line();
	getrusage(RUSAGE_SELF, &before);
	look(memory, pages * page_bytes);
	say_faults(&before);
	next_line();
}

/* How many pages are in swap, by the page table: VmSwap is only as exact as counters of each CPU are. */
static long swapped(char *memory, size_t bytes)
{
	static unsigned long entries[1 << 14];
	size_t pages = bytes / page_bytes;
	int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	long count = 0;

	if (pages > sizeof(entries) / sizeof(entries[0]) ||
	    pread(pagemap, entries, pages * sizeof(entries[0]), (size_t)memory / page_bytes * sizeof(entries[0])) !=
		    (ssize_t)(pages * sizeof(entries[0])))
		cannot("/proc/self/pagemap");
	close(pagemap);
	for (size_t i = 0; i < pages; i++)
		count += entries[i] >> 62 & 1;
	return count;
}

/* How many pages are in memory, be it in the swap cache only. */
static long cached(char *memory, size_t bytes)
{
	static unsigned char state[1 << 14];
	long pages = 0;

	if (bytes / page_bytes > sizeof(state) || mincore(memory, bytes, state))
		cannot("mincore");
	for (size_t i = 0; i < bytes / page_bytes; i++)
		pages += state[i] & 1;
	return pages;
}

static void swap_out_and_in(size_t bytes, int huge)
{
	size_t pages = bytes / page_bytes;
	char *memory;

	stay_on_first_cpu();
	settle();
	memory = map(bytes + HUGE_BYTES);
	memory += -(size_t)memory & (HUGE_BYTES - 1);
	if (madvise(memory, bytes, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE) && huge)
		cannot("huge pages");
	ready();
	next_line();
	fill(memory, bytes);
	for (int attempt = 0; attempt < 1000 && swapped(memory, bytes) < (long)pages; attempt++) {
		if (madvise(memory, bytes, MADV_PAGEOUT))
			cannot("MADV_PAGEOUT");
		usleep(1000);
	}
	say("swapped=%ld", swapped(memory, bytes));
	while (!strcmp(next_line(), "cached"))
		say("cached=%ld", cached(memory, bytes));
	look(memory, bytes);
	say("swapped=%ld", swapped(memory, bytes));
	next_line();
}

static void owner(size_t pages)
{
	char *memory = map(pages * page_bytes);

	stay_on_first_cpu();
	madvise(memory, pages * page_bytes, MADV_NOHUGEPAGE);
	fill(memory, pages * page_bytes);
	ready();
	next_line();
	say("address=%zu", (size_t)memory);
	next_line();
	say("swapped=%ld", swapped(memory, pages * page_bytes));
	next_line();
}

static void pager(void)
{
	stay_on_first_cpu();
	ready();
	for (;;) {
		unsigned long address, pages;
		struct iovec range;
		int pid, process;

		if (sscanf(next_line(), "%d %lu %lu", &pid, &address, &pages) != 3)
			_exit(2);
		range.iov_base = (void *)address;
		range.iov_len = pages * page_bytes;
		process = syscall(SYS_pidfd_open, pid, 0);
		/* more than once: a page that something else looks at for a moment is left out */
		for (int attempt = 0; attempt < 20; attempt++) {
			if (syscall(SYS_process_madvise, process, &range, 1, MADV_PAGEOUT, 0) < 0)
				cannot("process_madvise");
			usleep(5000);
		}
		close(process);
		say("done=1");
	}
}

/* A counter of the kernel's own for a tracepoint in this thread; -1 when there can be none. */
static int counter(const char *tracepoint)
{
	struct perf_event_attr attribute = { .type = PERF_TYPE_TRACEPOINT, .size = sizeof(attribute) };
	char path[256];
	int id = -1;
	FILE *in;

	/* a mount that only we see; busy is what it is where the machine has it mounted there */
	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    (mount("none", "/sys/kernel/tracing", "tracefs", 0, NULL) && errno != EBUSY))
		return -1;
	snprintf(path, sizeof(path), "/sys/kernel/tracing/events/%s/id", tracepoint);
	in = fopen(path, "re");
	if (in && fscanf(in, "%d", &id) == 1)
		attribute.config = id;
	if (in)
		fclose(in);
	return id < 0 ? -1 : syscall(SYS_perf_event_open, &attribute, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

static long counted(int counter)
{
	long value = -1;

	return read(counter, &value, sizeof(value)) == sizeof(value) ? value : -1;
}

static long long nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void reclaim(size_t bytes)
{
	int events = counter("vmscan/mm_vmscan_memcg_reclaim_begin");
	char *memory;
	long before;
	long long start;

	if (events < 0)
		cannot("count mm_vmscan_memcg_reclaim_begin");
	settle();
	memory = map(bytes);
	madvise(memory, bytes, MADV_NOHUGEPAGE);
	ready();
	next_line();
	before = counted(events);
	start = nanoseconds();
	fill(memory, bytes);
	fill(memory, bytes);
	say("count=%ld nanoseconds=%lld", counted(events) - before, nanoseconds() - start);
	next_line();
}

static void compact(int times)
{
	int events = counter("compaction/mm_compaction_begin"), fd = open("/proc/sys/vm/compact_memory", O_WRONLY | O_CLOEXEC);
	long before;
	long long start;

	if (events < 0 || fd < 0)
		cannot("compact_memory");
	ready();
	next_line();
	before = counted(events);
	start = nanoseconds();
	for (int i = 0; i < times; i++) {
		if (pwrite(fd, "1", 1, 0) != 1)
			cannot("compact_memory");
	}
	say("count=%ld nanoseconds=%lld", counted(events) - before, nanoseconds() - start);
	next_line();
}

static void *touch(void *bytes)
{
	fill(map((size_t)bytes), (size_t)bytes);
	pause();
	return NULL;
}

static void run_out_of_memory(size_t bytes)
{
	pthread_t thread;

	ready();
	next_line();
	pthread_create(&thread, NULL, touch, (void *)bytes);
	touch((void *)bytes);
}

int main(int argc, char **argv)
{
	const char *role;
	long amount;

	if (argc > 2 && !strcmp(argv[1], "--name")) {
		name = argv[2];
		argv += 2;
		argc -= 2;
	}
	role = argc > 1 ? argv[1] : "";
	amount = argc > 2 ? atol(argv[argc - 1]) : 0;
	page_bytes = sysconf(_SC_PAGESIZE);
	if (!strcmp(role, "minor"))
		minor_faults(amount);
	else if (!strcmp(role, "major"))
		major_faults(argv[2], amount);
	else if (!strcmp(role, "swap"))
		swap_out_and_in(amount * page_bytes, 0);
	else if (!strcmp(role, "huge"))
		swap_out_and_in(amount * HUGE_BYTES, 1);
	else if (!strcmp(role, "owner"))
		owner(amount);
	else if (!strcmp(role, "pager"))
		pager();
	else if (!strcmp(role, "reclaim"))
		reclaim(amount << 20);
	else if (!strcmp(role, "oom"))
		run_out_of_memory(amount << 20);
	else if (!strcmp(role, "compact"))
		compact(amount);
	else if (!strcmp(role, "leave"))
		return 2;
	else if (!strcmp(role, "exits")) {
		ready();
		next_line();
		say("processes=%d", all_ends(amount));
		next_line();
	}
	fprintf(stderr, "memwork: no role %s\n", role);
	return 2;
}
