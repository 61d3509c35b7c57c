/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the kinds of events of events.c: sizes, clocks, failures. */
#ifndef COMMON_H
#define COMMON_H

#include <errno.h>
#include <linux/futex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SECOND_NANOS 1000000000LL
#define PAGE 4096
#define CHUNK_PAGES 1024 /* mapped at once */
#define FILE_PAGES 4096	 /* of the rewritten file */
#define SLEEPERS 128

static void fail(const char *what)
{
	fprintf(stderr, "events: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void must(int good, const char *what)
{
	if (!good)
		fail(what);
}

static long long now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * SECOND_NANOS + time.tv_nsec;
}

static long futex(unsigned int *word, int operation, unsigned int value)
{
	return syscall(SYS_futex, word, operation | FUTEX_PRIVATE_FLAG, value, NULL, NULL, 0);
}

#endif
