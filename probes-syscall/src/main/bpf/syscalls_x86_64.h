/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef SYSCALLS_X86_64_H
#define SYSCALLS_X86_64_H

/*
 * Numbers of x86-64 and of its 32-bit programs, from arch/x86/entry/syscalls/syscall_64.tbl and syscall_32.tbl. Written out
 * because the headers of distributions lack the newest: futex_wake, futex_wait and futex_requeue came with Linux 6.7,
 * open_tree_attr with 6.15. A test compares every number that the system's headers define.
 */

/* CALL(name, number, action) */
#define NATIVE_CALLS(CALL)                           \
	CALL(read, 0, READ)                          \
	CALL(write, 1, WRITE)                        \
	CALL(open, 2, OPEN)                          \
	CALL(close, 3, CLOSE)                        \
	CALL(mmap, 9, MMAP)                          \
	CALL(pread64, 17, READ)                      \
	CALL(pwrite64, 18, PWRITE)                   \
	CALL(readv, 19, READ)                        \
	CALL(writev, 20, WRITE)                      \
	CALL(pipe, 22, PAIR)                         \
	CALL(dup, 32, OPEN)                          \
	CALL(dup2, 33, DUP_TO)                       \
	CALL(socket, 41, OPEN)                       \
	CALL(accept, 43, OPEN)                       \
	CALL(socketpair, 53, PAIR)                   \
	CALL(fcntl, 72, FCNTL)                       \
	CALL(fsync, 74, FSYNC)                       \
	CALL(fdatasync, 75, FDATASYNC)               \
	CALL(creat, 85, OPEN)                        \
	CALL(futex, 202, FUTEX)                      \
	CALL(epoll_create, 213, OPEN)                \
	CALL(restart_syscall, 219, RESTART)          \
	CALL(epoll_wait, 232, EPOLL_WAIT)            \
	CALL(mq_open, 240, OPEN)                     \
	CALL(inotify_init, 253, OPEN)                \
	CALL(openat, 257, OPEN)                      \
	CALL(epoll_pwait, 281, EPOLL_WAIT)           \
	CALL(signalfd, 282, SIGNALFD)                \
	CALL(timerfd_create, 283, OPEN)              \
	CALL(eventfd, 284, OPEN)                     \
	CALL(accept4, 288, OPEN)                     \
	CALL(signalfd4, 289, SIGNALFD)               \
	CALL(eventfd2, 290, OPEN)                    \
	CALL(epoll_create1, 291, OPEN)               \
	CALL(dup3, 292, OPEN)                        \
	CALL(pipe2, 293, PAIR)                       \
	CALL(inotify_init1, 294, OPEN)               \
	CALL(preadv, 295, READ)                      \
	CALL(pwritev, 296, PWRITE)                   \
	CALL(perf_event_open, 298, OPEN)             \
	CALL(fanotify_init, 300, OPEN)               \
	CALL(open_by_handle_at, 304, OPEN)           \
	CALL(memfd_create, 319, OPEN)                \
	CALL(userfaultfd, 323, OPEN)                 \
	CALL(preadv2, 327, READ)                     \
	CALL(pwritev2, 328, PWRITE)                  \
	COMMON_CALLS(CALL)

#define COMPAT_CALLS(CALL)                           \
	CALL(restart_syscall, 0, RESTART)            \
	CALL(read, 3, READ)                          \
	CALL(write, 4, WRITE)                        \
	CALL(open, 5, OPEN)                          \
	CALL(close, 6, CLOSE)                        \
	CALL(creat, 8, OPEN)                         \
	CALL(dup, 41, OPEN)                          \
	CALL(pipe, 42, PAIR)                         \
	CALL(fcntl, 55, FCNTL)                       \
	CALL(dup2, 63, DUP_TO)                       \
	CALL(mmap, 90, MMAP)                         \
	CALL(socketcall, 102, SOCKETCALL)            \
	CALL(fsync, 118, FSYNC)                      \
	CALL(readv, 145, READ)                       \
	CALL(writev, 146, WRITE)                     \
	CALL(fdatasync, 148, FDATASYNC)              \
	CALL(pread64, 180, READ)                     \
	CALL(pwrite64, 181, PWRITE)                  \
	CALL(mmap2, 192, MMAP)                       \
	CALL(fcntl64, 221, FCNTL)                    \
	CALL(futex, 240, FUTEX)                      \
	CALL(epoll_create, 254, OPEN)                \
	CALL(epoll_wait, 256, EPOLL_WAIT)            \
	CALL(mq_open, 277, OPEN)                     \
	CALL(inotify_init, 291, OPEN)                \
	CALL(openat, 295, OPEN)                      \
	CALL(epoll_pwait, 319, EPOLL_WAIT)           \
	CALL(signalfd, 321, SIGNALFD)                \
	CALL(timerfd_create, 322, OPEN)              \
	CALL(eventfd, 323, OPEN)                     \
	CALL(signalfd4, 327, SIGNALFD)               \
	CALL(eventfd2, 328, OPEN)                    \
	CALL(epoll_create1, 329, OPEN)               \
	CALL(dup3, 330, OPEN)                        \
	CALL(pipe2, 331, PAIR)                       \
	CALL(inotify_init1, 332, OPEN)               \
	CALL(preadv, 333, READ)                      \
	CALL(pwritev, 334, PWRITE)                   \
	CALL(perf_event_open, 336, OPEN)             \
	CALL(fanotify_init, 338, OPEN)               \
	CALL(open_by_handle_at, 342, OPEN)           \
	CALL(memfd_create, 356, OPEN)                \
	CALL(socket, 359, OPEN)                      \
	CALL(socketpair, 360, PAIR)                  \
	CALL(accept4, 364, OPEN)                     \
	CALL(userfaultfd, 374, OPEN)                 \
	CALL(preadv2, 378, READ)                     \
	CALL(pwritev2, 379, PWRITE)                  \
	CALL(futex_time64, 422, FUTEX)               \
	COMMON_CALLS(CALL)

#endif
