/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef RUNNING_BPF_H
#define RUNNING_BPF_H

#include <observoor/emit.bpf.h>
#include "sched.h"

/* Not known; no thread gets that far. */
#define VOLUNTARY_UNKNOWN (~0ULL)

/* The thread that runs on a CPU. What is known of its slice of time needs no look-up by thread. */
struct running {
	__u64 since;	 /* when it came on */
	__u64 reported;	 /* up to where its time has been reported */
	__u64 voluntary; /* its switches that the kernel counts as voluntary, when it came on */
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

/* Reports what of the slice has not been reported, while it goes on or when its beginning is not known. */
static __always_inline void report_slice(struct running *here, const struct observoor_origin *origin, __u64 now)
{
	struct observoor_event *record;
	__u64 since = here->reported;

	here->reported = now;
	if (!observoor_keep_like(SCHED_SLICE, SCHED_SWITCH))
		return;
	record = observoor_reserve(SCHED_SLICE, origin, now, 2);
	if (!record)
		return;
	record->fields[0] = now - here->since;
	record->fields[1] = now - since;
	observoor_submit(record);
}

/* Reports a slice that ends. */
static __always_inline void report_switch(const struct running *here, const struct observoor_origin *origin, __u64 now,
					  bool voluntary)
{
	struct observoor_event *record;

	if (!observoor_keep(SCHED_SWITCH))
		return;
	record = observoor_reserve(SCHED_SWITCH, origin, now, 3);
	if (!record)
		return;
	record->fields[0] = now - here->since;
	record->fields[1] = voluntary;
	record->fields[2] = now - here->reported;
	observoor_submit(record);
}

#endif
