#ifndef MEMSWAP_H
#define MEMSWAP_H

/* The roles of memwork that swap out their own or another process's pages; needs the headers of memwork.c. */

#include <sys/uio.h>

#include "mempages.h"

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif
#define HUGE_BYTES (2UL << 20)

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
		/* repeated: the kernel skips pages that are in use at the moment */
		for (int attempt = 0; attempt < 20; attempt++) {
			if (syscall(SYS_process_madvise, process, &range, 1, MADV_PAGEOUT, 0) < 0)
				cannot("process_madvise");
			usleep(5000);
		}
		close(process);
		say("done=1");
	}
}

#endif
