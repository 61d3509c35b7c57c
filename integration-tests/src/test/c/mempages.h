#ifndef MEMPAGES_H
#define MEMPAGES_H

/* Maps, touches and finds pages of memory, without other page faults; needs the headers of memwork.c. */

#include <sched.h>
#include <sys/mman.h>

#include "memtalk.h"

static size_t page_bytes;

/* Prevents page faults of the process outside of its later mappings. */
static void settle(void)
{
	if (mlockall(MCL_CURRENT))
		cannot("mlockall");
}

/*
 * Pins the process to its first allowed CPU: new pages wait in a per-CPU list before they can be reclaimed, and madvise
 * drains the list of its own CPU only.
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

/* Writes distinct non-zero data to every page. */
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

/* Counts the pages in swap by the page table: VmSwap is inexact, because of per-CPU counters. */
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

/* Counts the pages in memory, the swap cache included. */
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
