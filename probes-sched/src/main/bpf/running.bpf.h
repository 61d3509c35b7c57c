/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef RUNNING_BPF_H
#define RUNNING_BPF_H

#include <observoor/emit.bpf.h>
#include "sched.h"
#include "thread.bpf.h"

/* How much longer than the kernel's account says, ns, a thread may have run: that is settled at its ticks, the longest
 * of which (CONFIG_HZ_100) is this. */
#define ACCOUNT_LAG 10000000ULL

/*
 * The thread that runs on a CPU. What is known of its slice of time needs no look-up by thread. Its length is the
 * kernel's own account, which leaves out what interrupts and the hypervisor took where the kernel knows that; a slice
 * that goes on is measured by the clock, and never reported for longer than that account, but for its lag.
 */
struct running {
	__u64 ran;	 /* how long the thread had run, in all, when it came on; UNKNOWN */
	__u64 since;	 /* when it came on */
	__u64 reported;	 /* how much of its time since then has been reported */
	__u64 voluntary; /* its switches that the kernel counts as voluntary, when it came on; UNKNOWN */
	__u32 tid;	 /* 0: none, or not known */
	__u32 pid;	 /* 0: not tracked when last looked */
	__u8 client_type;
	__u8 begun; /* it ran already when it was first seen: `since` is not when it came on */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct running);
} running SEC(".maps");

static __always_inline struct running *running_here(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&running, &zero);
}

/* How long the slice is that goes on, or ends (`ended`: the kernel's account is settled). */
static __always_inline __u64 slice_length(const struct running *here, __u64 ran, __u64 now, bool ended)
{
	__u64 most;

	if (here->ran == UNKNOWN)
		return now - here->since;
	if (ended)
		return ran - here->ran;
	most = ran - here->ran + ACCOUNT_LAG;
	return now - here->since < most ? now - here->since : most;
}

/* What of the slice has not been reported. */
static __always_inline __u64 slice_unreported(const struct running *here, __u64 length)
{
	return length > here->reported ? length - here->reported : 0;
}

/* Reports what of the slice has not been reported, while it goes on or when its beginning is not known. */
static __always_inline void report_slice(struct running *here, const struct observoor_origin *origin, __u64 now,
					 __u64 length)
{
	__u64 unreported = slice_unreported(here, length);
	struct observoor_event *record;

	here->reported += unreported;
	if (!unreported || !observoor_keep_like(SCHED_SLICE, SCHED_SWITCH))
		return;
	record = observoor_reserve(SCHED_SLICE, origin, now, 2);
	if (!record)
		return;
	record->fields[0] = length;
	record->fields[1] = unreported;
	observoor_submit(record);
}

/* Reports a slice that ends. */
static __always_inline void report_switch(const struct running *here, const struct observoor_origin *origin, __u64 now,
					  __u64 length, bool voluntary)
{
	struct observoor_event *record;

	if (!observoor_keep(SCHED_SWITCH))
		return;
	record = observoor_reserve(SCHED_SWITCH, origin, now, 3);
	if (!record)
		return;
	record->fields[0] = length;
	record->fields[1] = voluntary;
	record->fields[2] = slice_unreported(here, length);
	observoor_submit(record);
}

#endif
