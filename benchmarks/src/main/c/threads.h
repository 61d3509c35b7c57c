/* SPDX-License-Identifier: Apache-2.0 */
/* Events of threads that wait for each other: switches and wake-ups. */
#ifndef THREADS_H
#define THREADS_H

#include "common.h"
#include <pthread.h>
#include <limits.h>
#include <sched.h>

/* switch: both threads inherit the CPU */

static int there[2], back[2];

static void *echo(void *unused)
{
	char byte;

	(void)unused;
	while (read(there[0], &byte, 1) == 1)
		must(write(back[1], &byte, 1) == 1, "pipe");
	return NULL;
}

static void prepare_switch(void)
{
	pthread_t thread;

	must(!pipe(there) && !pipe(back), "pipe");
	must(!pthread_create(&thread, NULL, echo, NULL), "thread");
}

static long long make_switch(long long count)
{
	char byte = 0;

	for (long long i = 0; i < count; i += 2) {
		must(write(there[1], &byte, 1) == 1, "pipe");
		must(read(back[0], &byte, 1) == 1, "pipe");
	}
	return count;
}

/* wakeup: SCHED_IDLE threads get the CPU only when the waking thread sleeps, which is not timed */

static unsigned int generation;
static unsigned int asleep;
static long long wake_nanos, wake_cpu_nanos; /* of that call; otherwise 0 */

static void *sleep_on(void *unused)
{
	struct sched_param none = { 0 };

	(void)unused;
	must(!sched_setscheduler(0, SCHED_IDLE, &none), "SCHED_IDLE");
	for (;;) {
		unsigned int seen = __atomic_load_n(&generation, __ATOMIC_SEQ_CST);

		__atomic_add_fetch(&asleep, 1, __ATOMIC_SEQ_CST);
		while (__atomic_load_n(&generation, __ATOMIC_SEQ_CST) == seen)
			futex(&generation, FUTEX_WAIT, seen);
	}
	return NULL;
}

static void prepare_wakeup(void)
{
	pthread_attr_t small;

	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 65536);
	for (int i = 0; i < SLEEPERS; i++) {
		pthread_t thread;

		must(!pthread_create(&thread, &small, sleep_on, NULL), "thread");
	}
}

static long long make_wakeup(long long count)
{
	struct timespec pause = { 0, 20000 };
	long long made = 0;

	while (made < count) {
		long long start, cpu;

		/* the last thread may not sleep yet: then it is not woken and not counted */
		while (__atomic_load_n(&asleep, __ATOMIC_SEQ_CST) < SLEEPERS)
			nanosleep(&pause, NULL);
		asleep = 0;
		__atomic_add_fetch(&generation, 1, __ATOMIC_SEQ_CST);
		cpu = now(CLOCK_THREAD_CPUTIME_ID);
		start = now(CLOCK_MONOTONIC);
		made += futex(&generation, FUTEX_WAKE, INT_MAX);
		wake_nanos += now(CLOCK_MONOTONIC) - start;
		wake_cpu_nanos += now(CLOCK_THREAD_CPUTIME_ID) - cpu;
	}
	return made;
}

#endif
