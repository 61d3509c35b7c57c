/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef MEM_H
#define MEM_H

/* The events in the order in which MemProbe declares them; a test compares the two. */
enum mem_event {
	PAGE_FAULT = 0,	    /* field: 1 for a major fault, which waited for I/O; else 0 */
	MEM_RECLAIM = 1,    /* field: duration, ns */
	MEM_COMPACTION = 2, /* field: duration, ns */
	SWAP_IN = 3,	    /* field: pages */
	SWAP_OUT = 4,	    /* field: pages */
	OOM_KILL = 5,
	PROCESS_EXIT = 6, /* field: the status that wait(2) returns */
};

#endif
