/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef OBSERVOOR_EMIT_BPF_H
#define OBSERVOOR_EMIT_BPF_H

#include "maps.bpf.h"

/* Maximum number of events of one probe; a bound for the verifier. */
#define OBSERVOOR_PROBE_EVENTS 64

/* The platform sets these before it loads the object. */
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

/* The thread that caused an event. */
struct observoor_origin {
	__u32 pid;
	__u32 tid;
	__u8 client_type;
};

/* Fills `origin` with the given thread; returns false if its process is not tracked. */
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

/* Fills `origin` with the current thread; returns false if its process is not tracked. */
static __always_inline bool observoor_current(struct observoor_origin *origin)
{
	__u64 id = bpf_get_current_pid_tgid();

	return observoor_find(id >> 32, (__u32)id, origin);
}

/* Whether the configuration enables the event; constant for the verifier if `event` is constant. */
static __always_inline bool observoor_enabled(__u32 event)
{
	return event < OBSERVOOR_PROBE_EVENTS && observoor_rules[event].mode != OBSERVOOR_OFF;
}

/*
 * Masks an event number so that the verifier knows its range. For a variable whose range the compiler knows, the compiler
 * removes the bounds check, and the verifier of Linux 6.1 then rejects the array access; barrier_var hides the range.
 */
static __always_inline __u32 observoor_mask(__u32 event)
{
	if (!__builtin_constant_p(event)) {
		barrier_var(event);
		event &= OBSERVOOR_PROBE_EVENTS - 1;
	}
	return event;
}

/* Samples one occurrence of `event` by the rule of the event `like`, with a counter of its own. Returns whether to keep it. */
static __always_inline bool observoor_keep_like(__u32 event, __u32 like)
{
	__u32 zero = 0;
	struct observoor_nth_counts *counts;

	if (event >= OBSERVOOR_PROBE_EVENTS || like >= OBSERVOOR_PROBE_EVENTS)
		return false;
	event = observoor_mask(event);
	like = observoor_mask(like);
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

/* Samples one occurrence of an event; returns whether to keep it. */
static __always_inline bool observoor_keep(__u32 event)
{
	return observoor_keep_like(event, event);
}

/* Counts a lost event. */
static __always_inline void observoor_lost(__u32 event)
{
	__u32 slot = bpf_get_smp_processor_id() * OBSERVOOR_EVENT_TYPES + observoor_event_base + event;
	__u64 *lost = bpf_map_lookup_elem(&observoor_losses, &slot);

	/* atomic: a program in an interrupt may count a loss of the same type on this CPU in between */
	if (lost)
		__sync_fetch_and_add(lost, 1);
}

/*
 * Reserves a record with `field_count` fields (a constant) in this CPU's ring buffer and writes its header. Returns NULL if
 * the ring buffer is full: this event is lost, and counted here.
 */
static __always_inline struct observoor_event *observoor_reserve(__u32 event, const struct observoor_origin *origin,
								 __u64 timestamp, const __u32 field_count)
{
	__u32 cpu = bpf_get_smp_processor_id();
	__u16 type = observoor_event_base + event;
	void *ring = bpf_map_lookup_elem(&observoor_rings, &cpu);
	struct observoor_event *record = NULL;

	/* a CPU that was hot-plugged after the platform created the ring buffers has none: its events are lost and counted */
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
 * Submits a filled record. Wakes the reader only when it sleeps (armed) and enough bytes are pending: a wake-up for each
 * event costs the traced program four times as much as the event itself.
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
