/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef OBSERVOOR_EVENT_H
#define OBSERVOOR_EVENT_H

/*
 * The layouts that the kernel side and the Java side share. A test compares each of them, through the BTF of the
 * compiled object, with the offsets that Java uses (io.observoor.kernel.ring.RecordLayout).
 */

/* Event types of all probes together: bounds the loss counters. Java assigns the numbers when a probe is installed. */
#define OBSERVOOR_EVENT_TYPES 1024

/* Most fields that one event can carry. */
#define OBSERVOOR_MAX_FIELDS 16

/* Every record of a ring buffer starts with this header; `field_count` fields of eight bytes follow it. */
struct observoor_event {
	__u64 timestamp; /* CLOCK_MONOTONIC, ns */
	__u32 pid;	 /* thread group id, as /proc names the process */
	__u32 tid;
	__u16 type;	   /* observoor_event_base + index of the event in its probe's declaration */
	__u8 client_type; /* from observoor_tracked */
	__u8 field_count;
	__u16 cpu;
	__u16 reserved; /* zero */
	__u64 fields[];
};

/* What the platform knows of a tracked process: the value of the map observoor_tracked, whose key is the pid. */
struct observoor_process {
	__u8 client_type;
	__u8 ended; /* 1: its last thread has begun to exit */
	__u8 reserved[2];
	__u32 start; /* tells the process from a later one of the same pid; 0 where user space began to track it */
};

/* One element a CPU of the mmap'ed map observoor_control: how the reader of the ring buffers asks for a wake-up. */
struct observoor_control {
	__u32 armed;	    /* 1: the reader sleeps, wake it when `wakeup_bytes` are waiting; the program clears it */
	__u32 wakeup_bytes; /* written by the reader */
	__u64 reserved[7];  /* a cache line each */
};

enum observoor_sampling_mode {
	OBSERVOOR_OFF = 0,	   /* the event is switched off */
	OBSERVOOR_ALL = 1,	   /* every event */
	OBSERVOOR_PROBABILITY = 2, /* `parameter` in 1,000,000 */
	OBSERVOOR_NTH = 3,	   /* every `parameter`th event of a CPU */
};

/* Read-only data of a probe's object, one element an event of its declaration; set by the platform before loading. */
struct observoor_rule {
	__u32 mode;
	__u32 parameter;
};

#endif
