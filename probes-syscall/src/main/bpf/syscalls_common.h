/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef SYSCALLS_COMMON_H
#define SYSCALLS_COMMON_H

/* Calls added by Linux 5.1 or later have the same number on every architecture. CALL(name, number, action) */
#define COMMON_CALLS(CALL)                           \
	CALL(io_uring_setup, 425, OPEN)              \
	CALL(open_tree, 428, OPEN)                   \
	CALL(fsopen, 430, OPEN)                      \
	CALL(fsmount, 432, OPEN)                     \
	CALL(fspick, 433, OPEN)                      \
	CALL(pidfd_open, 434, OPEN)                  \
	CALL(close_range, 436, CLOSE_RANGE)          \
	CALL(openat2, 437, OPEN)                     \
	CALL(pidfd_getfd, 438, OPEN)                 \
	CALL(epoll_pwait2, 441, EPOLL_WAIT)          \
	CALL(landlock_create_ruleset, 444, LANDLOCK) \
	CALL(memfd_secret, 447, OPEN)                \
	CALL(futex_waitv, 449, FUTEX)                \
	CALL(futex_wake, 454, FUTEX)                 \
	CALL(futex_wait, 455, FUTEX)                 \
	CALL(futex_requeue, 456, FUTEX)              \
	CALL(open_tree_attr, 467, OPEN)

#endif
