/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef SYSCALL_H
#define SYSCALL_H

/* The events in the order in which SyscallProbe declares them; a test compares the two. Each has one field. */
enum syscall_event {
	SYSCALL_READ = 0, /* field: duration, ns; so up to SYSCALL_PWRITE */
	SYSCALL_WRITE = 1,
	SYSCALL_FUTEX = 2,
	SYSCALL_MMAP = 3,
	SYSCALL_EPOLL_WAIT = 4,
	SYSCALL_FSYNC = 5,
	SYSCALL_FDATASYNC = 6,
	SYSCALL_PWRITE = 7,
	FD_OPEN = 8,  /* field: descriptors made */
	FD_CLOSE = 9, /* field: descriptors closed */
};

/*
 * What becomes of a system call: the values of the tables. The numbers below CALL_OPEN are an event's number + 1, for
 * calls that are timed from entry to return.
 */
enum syscall_action {
	CALL_IGNORED = 0,
	CALL_READ = SYSCALL_READ + 1,
	CALL_WRITE = SYSCALL_WRITE + 1,
	CALL_FUTEX = SYSCALL_FUTEX + 1,
	CALL_MMAP = SYSCALL_MMAP + 1,
	CALL_EPOLL_WAIT = SYSCALL_EPOLL_WAIT + 1,
	CALL_FSYNC = SYSCALL_FSYNC + 1,
	CALL_FDATASYNC = SYSCALL_FDATASYNC + 1,
	CALL_PWRITE = SYSCALL_PWRITE + 1,

	/* Known from the result alone: nothing is kept between entry and return. */
	CALL_OPEN,  /* makes a descriptor unless it fails */
	CALL_PAIR,  /* makes two */
	CALL_CLOSE, /* closes one, also when it reports an error of writing back; not when there was none (EBADF) */

	/* Known from an argument: decided at entry, kept until the return. */
	CALL_DUP_TO,	  /* dup2: makes none when both descriptors are the same */
	CALL_FCNTL,	  /* makes one with F_DUPFD and F_DUPFD_CLOEXEC */
	CALL_SIGNALFD,	  /* makes one when its descriptor is -1, else changes the one it is given */
	CALL_LANDLOCK,	  /* landlock_create_ruleset: makes one without flags, else only answers a question */
	CALL_SOCKETCALL,  /* i386: socket, socketpair, accept and accept4 in one */
	CALL_CLOSE_RANGE, /* closes what is open in a range */
	CALL_RESTART,	  /* goes on with what a signal interrupted */
};

/* What one number means in the table: to a native program, and to a 32-bit one on the same kernel. */
struct syscall_meaning {
	__u8 native; /* enum syscall_action */
	__u8 compat;
};

/* Numbers from here on are none of ours (x32 sets bit 30); a power of two above the newest call of any architecture. */
#define SYSCALL_NUMBERS 512

#endif
