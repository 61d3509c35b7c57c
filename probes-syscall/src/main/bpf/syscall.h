/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef SYSCALL_H
#define SYSCALL_H

/* The events in the order in which SyscallProbe declares them; a test compares the two. Each has one field. */
enum syscall_event {
	SYSCALL_READ = 0, /* field up to SYSCALL_PWRITE: duration, ns */
	SYSCALL_WRITE = 1,
	SYSCALL_FUTEX = 2,
	SYSCALL_MMAP = 3,
	SYSCALL_EPOLL_WAIT = 4,
	SYSCALL_FSYNC = 5,
	SYSCALL_FDATASYNC = 6,
	SYSCALL_PWRITE = 7,
	FD_OPEN = 8,  /* field: descriptors opened */
	FD_CLOSE = 9, /* field: descriptors closed */
};

/*
 * What the programs do with a system call. Actions below CALL_OPEN time the call from entry to return; their values are
 * the event's number + 1.
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

	/* The result is enough: no state between entry and return. */
	CALL_OPEN,  /* opens a descriptor unless it fails */
	CALL_PAIR,  /* opens two */
	CALL_CLOSE, /* closes one, even if it returns a write-back error; none with EBADF */

	/* An argument decides, at entry. */
	CALL_DUP_TO,	  /* dup2: opens none if both descriptors are equal */
	CALL_FCNTL,	  /* opens one with F_DUPFD or F_DUPFD_CLOEXEC */
	CALL_SIGNALFD,	  /* opens one if its descriptor is -1, else changes the given one */
	CALL_LANDLOCK,	  /* landlock_create_ruleset: opens one without flags, else it is a query */
	CALL_SOCKETCALL,  /* i386: multiplexes socket, socketpair, accept and accept4 */
	CALL_CLOSE_RANGE, /* closes the open descriptors of a range */
	CALL_RESTART,	  /* restart_syscall: continues a call that a signal interrupted */
};

/* Entry of the table: the action of a number in native and in 32-bit programs. */
struct syscall_actions {
	__u8 native; /* enum syscall_action */
	__u8 compat;
};

/* Size of the table: a power of two above the newest call of any architecture. x32 calls (bit 30) are outside. */
#define SYSCALL_NUMBERS 512

#endif
