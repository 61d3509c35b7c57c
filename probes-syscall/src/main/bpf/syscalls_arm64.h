/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef SYSCALLS_ARM64_H
#define SYSCALLS_ARM64_H

/*
 * Numbers of arm64: the generic ones of include/uapi/asm-generic/unistd.h (scripts/syscall.tbl since Linux 6.11). A test
 * compares every number that the system's headers define.
 */

/* CALL(name, number, action) */
#define NATIVE_CALLS(CALL)                           \
	CALL(eventfd2, 19, OPEN)                     \
	CALL(epoll_create1, 20, OPEN)                \
	CALL(epoll_pwait, 22, EPOLL_WAIT)            \
	CALL(dup, 23, OPEN)                          \
	CALL(dup3, 24, OPEN)                         \
	CALL(fcntl, 25, FCNTL)                       \
	CALL(inotify_init1, 26, OPEN)                \
	CALL(openat, 56, OPEN)                       \
	CALL(close, 57, CLOSE)                       \
	CALL(pipe2, 59, PAIR)                        \
	CALL(read, 63, READ)                         \
	CALL(write, 64, WRITE)                       \
	CALL(readv, 65, READ)                        \
	CALL(writev, 66, WRITE)                      \
	CALL(pread64, 67, READ)                      \
	CALL(pwrite64, 68, PWRITE)                   \
	CALL(preadv, 69, READ)                       \
	CALL(pwritev, 70, PWRITE)                    \
	CALL(signalfd4, 74, SIGNALFD)                \
	CALL(fsync, 82, FSYNC)                       \
	CALL(fdatasync, 83, FDATASYNC)               \
	CALL(timerfd_create, 85, OPEN)               \
	CALL(futex, 98, FUTEX)                       \
	CALL(restart_syscall, 128, RESTART)          \
	CALL(mq_open, 180, OPEN)                     \
	CALL(socket, 198, OPEN)                      \
	CALL(socketpair, 199, PAIR)                  \
	CALL(accept, 202, OPEN)                      \
	CALL(mmap, 222, MMAP)                        \
	CALL(perf_event_open, 241, OPEN)             \
	CALL(accept4, 242, OPEN)                     \
	CALL(fanotify_init, 262, OPEN)               \
	CALL(open_by_handle_at, 265, OPEN)           \
	CALL(memfd_create, 279, OPEN)                \
	CALL(userfaultfd, 282, OPEN)                 \
	CALL(preadv2, 286, READ)                     \
	CALL(pwritev2, 287, PWRITE)                  \
	COMMON_CALLS(CALL)

/* 32-bit ARM programs have other numbers; their calls are not counted. */
#define COMPAT_CALLS(CALL)

#endif
