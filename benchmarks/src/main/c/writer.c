/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writer [CPU]: the traced program of the harness: reads single bytes of /dev/zero, pinned to CPU if given. Reads commands
 * from standard input, one per line, and exits at its end:
 *
 *   calls N            N reads at the maximum rate
 *   flat MILLIS        reads at the maximum rate for this time
 *   pace RATE MILLIS   RATE reads per second for this time, in bursts a millisecond apart
 *
 * Answers each with a line: reads, time in nanoseconds, largest delay in nanoseconds, and all read(2) calls of the process
 * so far, those of commands included.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define BURST_NANOS 1000000ULL
#define SECOND_NANOS 1000000000ULL
#define CALLS_A_LOOK 1024 /* reads between two readings of the clock */

static int zero;
static unsigned long long reads;

static void fail(const char *what)
{
	fprintf(stderr, "writer: %s: %s\n", what, strerror(errno));
	exit(1);
}

static unsigned long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * SECOND_NANOS + time.tv_nsec;
}

static void make(unsigned long long calls)
{
	char byte;

	for (unsigned long long i = 0; i < calls; i++)
		if (read(zero, &byte, 1) != 1)
			fail("/dev/zero");
	reads += calls;
}

static unsigned long long flat(unsigned long long nanos, unsigned long long start)
{
	unsigned long long made = 0;

	while (now() - start < nanos) {
		make(CALLS_A_LOOK);
		made += CALLS_A_LOOK;
	}
	return made;
}

static unsigned long long pace(unsigned long long rate, unsigned long long nanos, unsigned long long start,
			       unsigned long long *late)
{
	unsigned long long made = 0;

	for (unsigned long long elapsed = BURST_NANOS; elapsed <= nanos; elapsed += BURST_NANOS) {
		unsigned long long time = start + elapsed;
		struct timespec until = { time / SECOND_NANOS, time % SECOND_NANOS };
		/* all reads due by now, fractions of bursts included */
		unsigned long long due = (unsigned __int128)elapsed * rate / SECOND_NANOS;

		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
			;
		make(due - made);
		made = due;
		if (now() - time > *late)
			*late = now() - time;
	}
	return made;
}

static void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		fail("cannot run on the CPU");
}

int main(int argc, char **argv)
{
	char line[128];
	ssize_t length;

	if (argc > 1)
		pin(atoi(argv[1]));
	prctl(PR_SET_TIMERSLACK, 1);
	zero = open("/dev/zero", O_RDONLY);
	if (zero < 0)
		fail("/dev/zero");

	/* one read(2) per command: the harness waits for each answer */
	while ((length = read(0, line, sizeof(line) - 1)) > 0) {
		unsigned long long first, second, made = 0, late = 0, start = now();

		reads++;
		line[length] = 0;
		if (sscanf(line, "calls %llu", &first) == 1) {
			make(first);
			made = first;
		} else if (sscanf(line, "flat %llu", &first) == 1) {
			made = flat(first * 1000000, start);
		} else if (sscanf(line, "pace %llu %llu", &first, &second) == 2) {
			made = pace(first, second * 1000000, start, &late);
		} else {
			fprintf(stderr, "writer: unknown command: %s", line);
			return 2;
		}
		printf("%llu %llu %llu %llu\n", made, now() - start, late, reads);
		fflush(stdout);
	}
	return 0;
}
