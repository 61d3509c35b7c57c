/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef OBSERVOOR_EVENT_H
#define OBSERVOOR_EVENT_H

/*
 * Layouts that the BPF programs and Java share. A test compares each of them, through the BTF of the compiled object, with
 * the offsets in io.observoor.kernel.ring.RecordLayout.
 */

/* Maximum number of event types of all probes; sizes the loss counters. Java numbers them when it installs a probe. */
#define OBSERVOOR_EVENT_TYPES 1024

/* Maximum number of fields of one event. */
#define OBSERVOOR_MAX_FIELDS 16

/* Header of every record in a ring buffer; `field_count` fields of eight bytes follow. */
struct observoor_event {
	__u64 timestamp; /* CLOCK_MONOTONIC, ns */
	__u32 pid;	 /* tgid: the pid in /proc */
	__u32 tid;
	__u16 type;	   /* event type: observoor_event_base + the event's index in its probe's declaration */
	__u8 client_type; /* from observoor_tracked */
	__u8 field_count;
	__u16 cpu;
	__u16 reserved; /* zero */
	__u64 fields[];
};

/* Value of the map observoor_tracked: a tracked process. The key is its pid. */
struct observoor_process {
	__u8 client_type;
	__u8 ended; /* 1: the last thread is exiting */
	__u8 reserved[2];
	__u32 start; /* low bits of start_time, to recognize a reused pid; 0 if user space tracked it */
};

/* Element of the mmap'ed map observoor_control, one for each CPU: the reader's request for a wake-up. */
struct observoor_control {
	__u32 armed;	    /* 1: wake the sleeping reader when `wakeup_bytes` are pending; the BPF program clears it */
	__u32 wakeup_bytes; /* written by the reader */
	__u64 reserved[7];  /* pads the element to a cache line */
};

enum observoor_sampling_mode {
	OBSERVOOR_OFF = 0,	   /* the configuration disables the event */
	OBSERVOOR_ALL = 1,	   /* every event */
	OBSERVOOR_PROBABILITY = 2, /* keep with a probability of `parameter` / 1,000,000 */
	OBSERVOOR_NTH = 3,	   /* every `parameter`th event of each CPU */
};

/* Element of observoor_rules, one for each event of a probe's declaration: its sampling rule. */
struct observoor_rule {
	__u32 mode;
	__u32 parameter;
};

#endif
