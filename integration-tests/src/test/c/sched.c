/*
 * Threads that sleep and run on command.
 *
 *   sched [--name NAME] [--threads N] [--pinned yes]
 *
 * Prints `ready PID` once all threads are ready. Then every line of standard input starts a round:
 *
 *   sleep COUNT NANOSECONDS   each thread sleeps COUNT times
 *   burn MILLISECONDS         each thread runs until it has used this CPU time
 *   spin MILLISECONDS         one thread does so at real-time priority
 *
 * and ends with the line `done`; the end of the input ends the process. Between rounds all threads sleep, so that their
 * counters in /proc do not change. The process takes its name last, so that an agent that tracks the name finds it ready.
 *
 * --pinned pins each thread to a CPU. Only then is the waiting time in schedstat exact: since Linux 6.12 (delayed dequeue),
 * a sleeping thread may stay on its run queue for a while; if the kernel moves it to another CPU meanwhile, it enqueues it
 * there, and its sleep counts as waiting (enqueue_task() in kernel/sched/core.c).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define MOST_THREADS 32

static sem_t start[MOST_THREADS], done;
static int thread_count = 1;
static int pinned;
static char command[16];
static long amount, nanoseconds;

static void fail(const char *what)
{
	fprintf(stderr, "sched: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void wait_for(sem_t *semaphore)
{
	while (sem_wait(semaphore))
		;
}

static long long used(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now))
		fail("clock_gettime");
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void burn(long milliseconds)
{
	long long end = used() + milliseconds * 1000000LL;

	while (used() < end)
		for (volatile int i = 0; i < 10000; i++)
			;
}

static void set_policy(int policy, int priority)
{
	struct sched_param parameters = { .sched_priority = priority };

	if (sched_setscheduler(0, policy, &parameters))
		fail("sched_setscheduler");
}

/* Pins the calling thread to the n-th CPU that the process may use, modulo their number. */
static void pin(int number)
{
	cpu_set_t allowed, own;
	int cpu = -1;

	if (sched_getaffinity(getpid(), sizeof(allowed), &allowed))
		fail("sched_getaffinity");
	number %= CPU_COUNT(&allowed);
	do
		number -= CPU_ISSET(++cpu, &allowed) != 0;
	while (number >= 0);
	CPU_ZERO(&own);
	CPU_SET(cpu, &own);
	if (sched_setaffinity(0, sizeof(own), &own))
		fail("sched_setaffinity");
}

static void *work(void *argument)
{
	sem_t *mine = argument;
	struct timespec pause;

	if (pinned) {
		pin(mine - start + 1);
		sem_post(&done);
	}
	for (;;) {
		wait_for(mine);
		if (!strcmp(command, "sleep")) {
			pause.tv_sec = 0;
			pause.tv_nsec = nanoseconds;
			for (long i = 0; i < amount; i++)
				nanosleep(&pause, NULL);
		} else if (!strcmp(command, "burn")) {
			burn(amount);
		} else if (!strcmp(command, "spin") && mine == start) {
			set_policy(SCHED_FIFO, 1);
			burn(amount);
			set_policy(SCHED_OTHER, 0);
		}
		sem_post(&done);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	const char *name = NULL;
	char line[128];

	for (int i = 1; i + 1 < argc; i += 2) {
		if (!strcmp(argv[i], "--name"))
			name = argv[i + 1];
		else if (!strcmp(argv[i], "--threads"))
			thread_count = atoi(argv[i + 1]);
		else if (!strcmp(argv[i], "--pinned"))
			pinned = !strcmp(argv[i + 1], "yes");
	}
	if (thread_count < 1 || thread_count > MOST_THREADS) {
		fprintf(stderr, "sched: 1 to %d threads\n", MOST_THREADS);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	sem_init(&done, 0, 0);
	for (int i = 0; i < thread_count; i++) {
		pthread_t thread;

		sem_init(&start[i], 0, 0);
		if ((errno = pthread_create(&thread, NULL, work, &start[i])))
			fail("pthread_create");
	}
	if (pinned) {
		for (int i = 0; i < thread_count; i++)
			wait_for(&done);
		pin(0);
	}
	if (name && prctl(PR_SET_NAME, name, 0, 0, 0))
		fail("prctl");
	printf("ready %d\n", (int)getpid());
	while (fgets(line, sizeof(line), stdin)) {
		if (sscanf(line, "%15s %ld %ld", command, &amount, &nanoseconds) < 2) {
			fprintf(stderr, "sched: unknown command '%s'\n", line);
			return 2;
		}
		for (int i = 0; i < thread_count; i++)
			sem_post(&start[i]);
		for (int i = 0; i < thread_count; i++)
			wait_for(&done);
		puts("done");
	}
	return 0;
}
