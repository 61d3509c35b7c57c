/*
 * Provokes the events of probes-mem in known numbers. Every role prints `ready` after its preparations, then runs one step
 * for each line of standard input and prints its result, and exits at the end of standard input. `memwork --name NAME ROLE
 * ...` takes the name just before `ready`, so that an agent that tracks the name does not see the preparations.
 *
 *   memwork minor PAGES        touches PAGES pages of fresh anonymous memory
 *   memwork major IMAGE PAGES  touches PAGES pages of a file that is not in the page cache, on the ext4 file system in IMAGE
 *   memwork swap PAGES         step 1: swaps out its PAGES pages; step `cached`: prints how many are still in memory;
 *                              step 2: touches them
 *   memwork huge FOLIOS        as swap, with huge pages
 *   memwork owner PAGES        prints the address of its PAGES pages, for a pager
 *   memwork pager              a step reads `PID ADDRESS PAGES` and swaps out that process's pages
 *   memwork reclaim MIB        touches MIB MiB, twice
 *   memwork oom MIB            touches MIB MiB in each of its two threads
 *   memwork compact TIMES      compacts all memory TIMES times
 *   memwork exits ROUNDS       ROUNDS times a child for each kind of exit
 *
 * Steps print `NAME=NUMBER ...`, or `cannot: REASON` if the kernel lacks a feature.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "memcount.h"
#include "memends.h"
#include "memloop.h"
#include "mempages.h"
#include "memswap.h"

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
	/* a private mount, which ends with the process */
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
