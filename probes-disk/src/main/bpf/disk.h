/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef DISK_H
#define DISK_H

/* The events of this probe, numbered in the order of its declaration (DiskProbe). */
enum disk_event {
	DISK_IO = 0,
	BLOCK_MERGE = 1,
};

/* What a request does: the codes of the dimension rw. A test compares them with DiskProbe. */
enum disk_direction {
	DIRECTION_READ = 0,
	DIRECTION_WRITE = 1,
	DIRECTION_FLUSH = 2,
	DIRECTION_DISCARD = 3,
	DIRECTION_OTHER = 4,
};

/* Whose a bio, a request or the dirty pages of a file are. */
enum disk_owner_kind {
	OWNER_UNKNOWN = 0, /* a kernel thread works for nobody that we know: reported with pid 0 */
	OWNER_TRACKED = 1,
	OWNER_OTHER = 2, /* a process that is not tracked: not reported */
};

struct disk_owner {
	__u32 pid;
	__u32 tid;
	__u32 client_type;
	__u16 kind;   /* enum disk_owner_kind */
	__u16 merged; /* of a bio: it leads a request, and its merge is reported */
};

/*
 * What finds a bio or a request again: its address. Plain tracepoints do not tell it; there, the place on the device stands
 * in for it, with a second word that is never 0.
 */
struct disk_key {
	__u64 first;
	__u64 second;
};

/* A request between its issue and its completion. */
struct disk_request {
	__u64 start; /* CLOCK_MONOTONIC, ns */
	__u32 bytes;
	__u32 depth;
	__u32 device;
	__u16 direction; /* enum disk_direction */
	__u16 requeued;	 /* given back by its driver, which gets it again later */
	struct disk_owner owner;
};

/* Requests of a device that are with its driver. */
struct disk_device {
	__u64 in_flight;
};

#endif
