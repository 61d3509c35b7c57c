/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef DISK_H
#define DISK_H

/* The events in the order in which DiskProbe declares them; a test compares the two. */
enum disk_event {
	DISK_IO = 0,
	BLOCK_MERGE = 1,
};

/* Codes of the dimension rw. A test compares them with DiskProbe. */
enum disk_direction {
	DIRECTION_READ = 0,
	DIRECTION_WRITE = 1,
	DIRECTION_FLUSH = 2,
	DIRECTION_DISCARD = 3,
	DIRECTION_OTHER = 4,
};

/* Kinds of owners of bios, requests and dirty pages. */
enum disk_owner_kind {
	OWNER_UNKNOWN = 0, /* a kernel thread, on behalf of an unknown process: reported with pid 0 */
	OWNER_TRACKED = 1,
	OWNER_OTHER = 2, /* an untracked process: not reported */
};

struct disk_owner {
	__u32 pid;
	__u32 tid;
	__u32 client_type;
	__u16 kind;   /* enum disk_owner_kind */
	__u16 merged; /* of a bio: front-merged and reported */
};

/*
 * Key of a bio or request: its address and 0. Plain tracepoints do not pass the address; there, the key is the sector and a
 * second word that is never 0.
 */
struct disk_key {
	__u64 first;
	__u64 second;
};

/* A request from issue to completion. */
struct disk_request {
	__u64 start; /* CLOCK_MONOTONIC, ns */
	__u32 bytes;
	__u32 depth;
	__u32 device;
	__u16 direction; /* enum disk_direction */
	__u16 requeued;	 /* requeued by the driver and not issued again yet */
	struct disk_owner owner;
};

/* State of a device. */
struct disk_device {
	__u64 in_flight;
};

#endif
