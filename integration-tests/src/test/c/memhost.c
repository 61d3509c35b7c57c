/*
 * Provides resources of the machine for the tests of memory events, and frees them at the end of standard input, so also
 * when the test's JVM dies:
 *
 *   memhost swap FILE MIB         a swap device on a loop device on the new FILE; prints `ready`
 *   memhost cgroup NAME MIB SWAP  a memory cgroup with a limit, whose members swap (1) or do not (0); prints `ready`; then a
 *                                 line with a pid moves that process in, a line `kills` prints the number of OOM kills, and
 *                                 a line `shrink` reclaims from the members
 *
 * Prints `cannot: REASON` instead of `ready` if the kernel lacks a feature.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <unistd.h>

#include "memloop.h"

static char cgroup[512];
static int version;

static void say(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
	fflush(stdout);
}

static void cannot(const char *what)
{
	say("cannot: %s: %s", what, strerror(errno));
	exit(0);
}

/* Writes a text to a file of the cgroup; 0 or -1. */
static int set(const char *directory, const char *file, const char *text)
{
	char path[1024];
	int fd, done;

	snprintf(path, sizeof(path), "%s/%s", directory, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	done = write(fd, text, strlen(text)) == (ssize_t)strlen(text) ? 0 : -1;
	close(fd);
	return done;
}

/* Returns the number after `name` in a file of the cgroup. */
static long get(const char *file, const char *name)
{
	char path[1024], key[64];
	long value = -1, read;
	FILE *in;

	snprintf(path, sizeof(path), "%s/%s", cgroup, file);
	in = fopen(path, "re");
	while (in && fscanf(in, "%63s %ld", key, &read) == 2) {
		if (!strcmp(key, name))
			value = read;
	}
	if (in)
		fclose(in);
	return value;
}

/* Returns the mount point of memory cgroups; mounts them in a private namespace if they are not mounted. */
static void find_cgroups(char *root, size_t size)
{
	char line[1024], type[64], options[512], path[256];
	FILE *mounts = fopen("/proc/mounts", "re");

	while (mounts && fgets(line, sizeof(line), mounts)) {
		if (sscanf(line, "%*s %255s %63s %511s", path, type, options) != 3)
			continue;
		if (!strcmp(type, "cgroup") && strstr(options, "memory")) {
			version = 1;
			snprintf(root, size, "%s", path);
			break;
		}
		if (!strcmp(type, "cgroup2") && !set(path, "cgroup.subtree_control", "+memory")) {
			version = 2;
			snprintf(root, size, "%s", path);
		}
	}
	if (mounts)
		fclose(mounts);
	if (version)
		return;
	snprintf(root, size, "/tmp");
	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("none", root, "cgroup2", 0, NULL) || set(root, "cgroup.subtree_control", "+memory"))
		cannot("memory cgroups");
	version = 2;
}

static void make_cgroup(const char *name, long mib, int swap)
{
	char root[256], limit[32];

	find_cgroups(root, sizeof(root));
	snprintf(cgroup, sizeof(cgroup), "%s/%s", root, name);
	snprintf(limit, sizeof(limit), "%ld", mib << 20);
	if (mkdir(cgroup, 0755) && errno != EEXIST)
		cannot(cgroup);
	if (version == 2) {
		if (set(cgroup, "memory.max", limit))
			cannot("memory.max");
		if (!swap)
			set(cgroup, "memory.swap.max", "0");
		return;
	}
	if (set(cgroup, "memory.limit_in_bytes", limit))
		cannot("memory.limit_in_bytes");
	/* without swap accounting: by swappiness */
	if (!swap && set(cgroup, "memory.memsw.limit_in_bytes", limit) && set(cgroup, "memory.swappiness", "0"))
		cannot("memory.swappiness");
}

static void remove_cgroup(void)
{
	for (int attempt = 0; attempt < 1000 && rmdir(cgroup) && errno == EBUSY; attempt++) {
		char path[1024];
		FILE *members;
		int pid;

		snprintf(path, sizeof(path), "%s/cgroup.procs", cgroup);
		members = fopen(path, "re");
		while (members && fscanf(members, "%d", &pid) == 1)
			kill(pid, SIGKILL);
		if (members)
			fclose(members);
		usleep(10000);
	}
}

/*
 * Reclaims as much as possible without OOM kills, the swap cache too. Both files also drain the per-CPU lists of pages.
 */
static void shrink(void)
{
	if (version == 1) {
		set(cgroup, "memory.force_empty", "0");
	} else if (set(cgroup, "memory.reclaim", "1G") && errno == ENOENT) {
		/* before Linux 5.19; leaves some pages in the lists */
		set(cgroup, "memory.high", "0");
		set(cgroup, "memory.high", "max");
	}
}

static int serve_cgroup(void)
{
	char line[64];

	say("ready");
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = 0;
		if (!strcmp(line, "kills"))
			say("%ld", get(version == 1 ? "memory.oom_control" : "memory.events", "oom_kill"));
		else if (!strcmp(line, "shrink")) {
			shrink();
			say("shrunk");
		} else
			say(set(cgroup, "cgroup.procs", line) ? strerror(errno) : "moved");
	}
	remove_cgroup();
	return 0;
}

/* Writes mkswap's header (include/linux/swap.h, union swap_header). */
static void write_swap_header(int fd, long mib)
{
	static unsigned char page[1 << 16];
	long size = sysconf(_SC_PAGESIZE);
	unsigned int fields[3] = { 1, (mib << 20) / size - 1, 0 }; /* version, last page, bad pages */

	memcpy(page + 1024, fields, sizeof(fields));
	memcpy(page + size - 10, "SWAPSPACE2", 10);
	if (pwrite(fd, page, size, 0) != size || fsync(fd))
		cannot("write the swap header");
}

static void set_fast(const char *device)
{
	char directory[128];

	snprintf(directory, sizeof(directory), "/sys/block/%s/queue", device + strlen("/dev/"));
	set(directory, "rotational", "0");
}

static int serve_swap(const char *file, long mib)
{
	char device[64], block[1 << 16] = {};
	int fd = open(file, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), loop;

	if (fd < 0)
		cannot(file);
	/* all at once: later, the pages would be charged to a cgroup that is short of memory */
	for (long i = 0; i < mib << 4; i++) {
		if (write(fd, block, sizeof(block)) != sizeof(block))
			cannot(file);
	}
	write_swap_header(fd, mib);
	loop = attach_loop(fd, device, sizeof(device));
	if (loop < 0)
		cannot("a loop device");
	/* like an SSD: the kernel swaps out whole large folios, and readahead stays within one process's memory */
	set_fast(device);
	if (swapon(device, SWAP_FLAG_PREFER | 32767))
		cannot("swapon");
	say("ready");
	while (getchar() != EOF)
		;
	if (swapoff(device)) {
		fprintf(stderr, "memhost: swapoff %s: %s\n", device, strerror(errno));
		return 1;
	}
	close(loop);
	unlink(file);
	return 0;
}

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	if (argc == 4 && !strcmp(argv[1], "swap"))
		return serve_swap(argv[2], atol(argv[3]));
	if (argc == 5 && !strcmp(argv[1], "cgroup")) {
		make_cgroup(argv[2], atol(argv[3]), atoi(argv[4]));
		return serve_cgroup();
	}
	fprintf(stderr, "usage: memhost swap FILE MIB | memhost cgroup NAME MIB SWAP\n");
	return 2;
}
