/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef SCHED_H
#define SCHED_H

/* The events in the order in which SchedProbe declares them; a test compares the two. */
enum sched_event {
	SCHED_SWITCH = 0,
	SCHED_RUNQUEUE = 1,
	SCHED_SLICE = 2,
};

#endif
