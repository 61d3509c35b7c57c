/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef OBSERVOOR_EMIT_BPF_H
#define OBSERVOOR_EMIT_BPF_H

#include "maps.bpf.h"

/* Events of one probe at most; the verifier sees the bound. */
#define OBSERVOOR_PROBE_EVENTS 64

/* Set by the platform before loading. */
const volatile __u16 observoor_event_base = 0;
const volatile struct observoor_rule observoor_rules[OBSERVOOR_PROBE_EVENTS] = {};

struct observoor_nth_counts {
	__u32 seen[OBSERVOOR_PROBE_EVENTS];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct observoor_nth_counts);
} nth_counts SEC(".maps");

/* Who caused an event. */
struct observoor_origin {
	__u32 pid;
	__u32 tid;
	__u8 client_type;
};

/* Fills `origin` with a thread; false when its process is not tracked. */
static __always_inline bool observoor_find(__u32 pid, __u32 tid, struct observoor_origin *origin)
{
	struct observoor_process *process = bpf_map_lookup_elem(&observoor_tracked, &pid);

	if (!process)
		return false;
	origin->pid = pid;
	origin->tid = tid;
	origin->client_type = process->client_type;
	return true;
}

/* Fills `origin` with the current thread; false when its process is not tracked. */
static __always_inline bool observoor_current(struct observoor_origin *origin)
{
	__u64 id = bpf_get_current_pid_tgid();

	return observoor_find(id >> 32, (__u32)id, origin);
}

/* Whether an event is on at all; a constant for the verifier where `event` is one. */
static __always_inline bool observoor_enabled(__u32 event)
{
	return event < OBSERVOOR_PROBE_EVENTS && observoor_rules[event].mode != OBSERVOOR_OFF;
}

/*
 * The number of an event with its bound. The compiler drops a comparison where it knows the range of a number that is no
 * constant; the verifier of Linux 6.1 does not see why, and refuses the access. A mask whose operand the compiler knows
 * nothing of stays.
 */
static __always_inline __u32 observoor_bounded(__u32 event)
{
	if (!__builtin_constant_p(event)) {
		barrier_var(event);
		event &= OBSERVOOR_PROBE_EVENTS - 1;
	}
	return event;
}

/* Whether this occurrence of an event is kept, by the sampling rule of another one (`like`) and counted apart from it. */
static __always_inline bool observoor_keep_like(__u32 event, __u32 like)
{
	__u32 zero = 0;
	struct observoor_nth_counts *counts;

	if (event >= OBSERVOOR_PROBE_EVENTS || like >= OBSERVOOR_PROBE_EVENTS)
		return false;
	event = observoor_bounded(event);
	like = observoor_bounded(like);
	switch (observoor_rules[like].mode) {
	case OBSERVOOR_ALL:
		return true;
	case OBSERVOOR_PROBABILITY:
		return bpf_get_prandom_u32() % 1000000 < observoor_rules[like].parameter;
	case OBSERVOOR_NTH:
		counts = bpf_map_lookup_elem(&nth_counts, &zero);
		if (!counts)
			return false;
		if (++counts->seen[event] < observoor_rules[like].parameter)
			return false;
		counts->seen[event] = 0;
		return true;
	default:
		return false;
	}
}

/* Whether this occurrence of an event is kept: the sampling, before anything is written. */
static __always_inline bool observoor_keep(__u32 event)
{
	return observoor_keep_like(event, event);
}

/* Counts an occurrence of an event that could not be reported. */
static __always_inline void observoor_lost(__u32 event)
{
	__u32 slot = bpf_get_smp_processor_id() * OBSERVOOR_EVENT_TYPES + observoor_event_base + event;
	__u64 *lost = bpf_map_lookup_elem(&observoor_losses, &slot);

	/* atomic: a program in an interrupt may lose an event of the same type on the same CPU meanwhile */
	if (lost)
		__sync_fetch_and_add(lost, 1);
}

/*
 * Room for an event with `field_count` fields (a constant) in this CPU's ring buffer, with its header written. NULL when
 * the ring buffer is full: the loss is counted here, and the newest event is the one that is lost.
 */
static __always_inline struct observoor_event *observoor_reserve(__u32 event, const struct observoor_origin *origin,
								 __u64 timestamp, const __u32 field_count)
{
	__u32 cpu = bpf_get_smp_processor_id();
	__u16 type = observoor_event_base + event;
	void *ring = bpf_map_lookup_elem(&observoor_rings, &cpu);
	struct observoor_event *record = NULL;

	/* a CPU that came online after the platform made the ring buffers has none: what happens there is lost, and counted */
	if (ring)
		record = bpf_ringbuf_reserve(ring, sizeof(*record) + 8 * field_count, 0);
	if (!record) {
		observoor_lost(event);
		return NULL;
	}
	record->timestamp = timestamp;
	record->pid = origin->pid;
	record->tid = origin->tid;
	record->type = type;
	record->client_type = origin->client_type;
	record->field_count = field_count;
	record->cpu = cpu;
	record->reserved = 0;
	return record;
}

/*
 * Hands a filled record to the reader. The reader is woken only when it sleeps (armed) and enough waits for it: a wake-up
 * for each event costs the traced program four times what the event itself does.
 */
static __always_inline void observoor_submit(struct observoor_event *record)
{
	__u32 cpu = bpf_get_smp_processor_id();
	struct observoor_control *control = bpf_map_lookup_elem(&observoor_control, &cpu);
	__u64 flags = BPF_RB_NO_WAKEUP;

	if (control && control->armed) {
		void *ring = bpf_map_lookup_elem(&observoor_rings, &cpu);

		if (ring && bpf_ringbuf_query(ring, BPF_RB_AVAIL_DATA) >= control->wakeup_bytes) {
			control->armed = 0;
			flags = BPF_RB_FORCE_WAKEUP;
		}
	}
	bpf_ringbuf_submit(record, flags);
}

#endif
