#ifndef MEMPAGES_H
#define MEMPAGES_H

/* Pages of memory: how to get, touch and find them, and to fault for no others; needs the headers of memwork.c. */

#include <sched.h>
#include <sys/mman.h>

#include "memtalk.h"

static size_t page_bytes;

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

#endif
