#ifndef MEMCOUNT_H
#define MEMCOUNT_H

/* The kernel's counters of a process, and the time; needs the headers of memwork.c. */

#include <linux/perf_event.h>
#include <sys/resource.h>
#include <time.h>

#include "memtalk.h"

static void say_faults(const struct rusage *before)
{
	struct rusage after;

	getrusage(RUSAGE_SELF, &after);
	say("minor=%ld major=%ld", after.ru_minflt - before->ru_minflt, after.ru_majflt - before->ru_majflt);
}

/* Opens a perf counter of a tracepoint in this thread; -1 if that fails. */
static int counter(const char *tracepoint)
{
	struct perf_event_attr attribute = { .type = PERF_TYPE_TRACEPOINT, .size = sizeof(attribute) };
	char path[256];
	int id = -1;
	FILE *in;

	/* a private mount; EBUSY if the machine has mounted it there */
	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    (mount("none", "/sys/kernel/tracing", "tracefs", 0, NULL) && errno != EBUSY))
		return -1;
	snprintf(path, sizeof(path), "/sys/kernel/tracing/events/%s/id", tracepoint);
	in = fopen(path, "re");
	if (in && fscanf(in, "%d", &id) == 1)
		attribute.config = id;
	if (in)
		fclose(in);
	return id < 0 ? -1 : syscall(SYS_perf_event_open, &attribute, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

static long counted(int counter)
{
	long value = -1;

	return read(counter, &value, sizeof(value)) == sizeof(value) ? value : -1;
}

static long long nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

#endif
