/*
 * Reads and writes disks on command, one command per line of standard input.
 *
 *   disk [--in PID]
 *
 * --in enters the mount namespace of a process first. Answers every command with a line: "ok" and the command's result,
 * or for commands that read or write, NANOSECONDS READ_BYTES WRITTEN_BYTES: by its clock and /proc/self/io.
 *
 *   loop IMAGE                            attaches a loop device to the file until this process ends; prints its path
 *   mount DEVICE DIRECTORY                an ext4 file system, in a mount namespace of this process
 *   direct-write PATH SIZE COUNT [SKIP]   past the page cache, sequentially, from byte SKIP * SIZE on
 *   direct-read PATH SIZE COUNT [SKIP]
 *   write PATH SIZE COUNT [SKIP]          into the page cache
 *   dirty PATH PAGES                      through a mapping
 *   fsync PATH | fdatasync PATH           once
 *   sync DIRECTORY                        the whole file system
 *   discard DEVICE SIZE COUNT
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/loop.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <time.h>
#include <unistd.h>

#define MOST_BYTES (1 << 20)

static char *memory;

static void fail(const char *what, const char *on)
{
	fprintf(stderr, "disk: %s %s: %s\n", what, on, strerror(errno));
	exit(1);
}

static int open_or_fail(const char *path, int flags)
{
	int descriptor = open(path, flags | O_CLOEXEC, 0600);

	if (descriptor < 0)
		fail("cannot open", path);
	return descriptor;
}

/* Leaves the descriptor open, which keeps the device. */
static void attach_loop(const char *image)
{
	struct loop_config config = { .fd = open_or_fail(image, O_RDWR), .info.lo_flags = LO_FLAGS_AUTOCLEAR };
	int control = open_or_fail("/dev/loop-control", O_RDWR);
	char path[64];

	for (;;) {
		int number = ioctl(control, LOOP_CTL_GET_FREE);
		int device;

		if (number < 0)
			fail("no free loop device for", image);
		snprintf(path, sizeof(path), "/dev/loop%d", number);
		device = open_or_fail(path, O_RDWR);
		if (!ioctl(device, LOOP_CONFIGURE, &config))
			break;
		if (errno != EBUSY)
			fail("cannot attach", path);
		close(device);
	}
	printf("ok %s\n", path);
}

static void mount_ext4(const char *device, const char *directory)
{
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount(device, directory, "ext4", 0, NULL))
		fail("cannot mount", device);
	printf("ok\n");
}

static void enter(const char *pid)
{
	char path[64];
	int descriptor;

	snprintf(path, sizeof(path), "/proc/%s/ns/mnt", pid);
	descriptor = open_or_fail(path, O_RDONLY);
	if (setns(descriptor, CLONE_NEWNS))
		fail("cannot enter", path);
	close(descriptor);
}

static void transfer(const char *path, int flags, int writes, size_t size, int count, int skip)
{
	int descriptor = open_or_fail(path, flags);

	for (int i = skip; i < skip + count; i++) {
		off_t place = (off_t)i * size;

		if ((writes ? pwrite(descriptor, memory, size, place) : pread(descriptor, memory, size, place)) !=
		    (ssize_t)size)
			fail(writes ? "short write" : "short read", path);
	}
	close(descriptor);
}

static void dirty(const char *path, int pages)
{
	int descriptor = open_or_fail(path, O_RDWR | O_CREAT);
	char *mapping;

	if (ftruncate(descriptor, pages * 4096L))
		fail("cannot extend", path);
	mapping = mmap(NULL, pages * 4096L, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
	if (mapping == MAP_FAILED)
		fail("cannot map", path);
	for (int i = 0; i < pages; i++)
		mapping[i * 4096L] = 1;
	munmap(mapping, pages * 4096L);
	close(descriptor);
}

static void synchronize(const char *path, int data_only)
{
	int descriptor = open_or_fail(path, O_RDWR);

	if (data_only ? fdatasync(descriptor) : fsync(descriptor))
		fail("cannot sync", path);
	close(descriptor);
}

static void synchronize_all(const char *directory)
{
	int descriptor = open_or_fail(directory, O_RDONLY);

	if (syncfs(descriptor))
		fail("cannot sync", directory);
	close(descriptor);
}

static void discard(const char *device, uint64_t size, int count)
{
	int descriptor = open_or_fail(device, O_RDWR);

	for (int i = 0; i < count; i++) {
		/* not adjacent, so that they are not merged */
		uint64_t range[2] = { 2 * i * size, size };

		if (ioctl(descriptor, BLKDISCARD, range))
			fail("cannot discard on", device);
	}
	close(descriptor);
}

static unsigned long long clock_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

static void accounts(unsigned long long *read_bytes, unsigned long long *write_bytes)
{
	char text[512] = "";
	int descriptor = open_or_fail("/proc/self/io", O_RDONLY);

	if (read(descriptor, text, sizeof(text) - 1) <= 0)
		fail("cannot read", "/proc/self/io");
	close(descriptor);
	sscanf(strstr(text, "read_bytes:"), "read_bytes: %llu write_bytes: %llu", read_bytes, write_bytes);
}

static void run(const char *command, const char *path, size_t size, int count, int skip)
{
	unsigned long long start, end, bytes[4];

	accounts(&bytes[0], &bytes[1]);
	start = clock_now();
	if (!strcmp(command, "direct-write"))
		transfer(path, O_RDWR | O_CREAT | O_DIRECT, 1, size, count, skip);
	else if (!strcmp(command, "direct-read"))
		transfer(path, O_RDONLY | O_DIRECT, 0, size, count, skip);
	else if (!strcmp(command, "write"))
		transfer(path, O_RDWR | O_CREAT, 1, size, count, skip);
	else if (!strcmp(command, "dirty"))
		dirty(path, size);
	else if (!strcmp(command, "fsync"))
		synchronize(path, 0);
	else if (!strcmp(command, "fdatasync"))
		synchronize(path, 1);
	else if (!strcmp(command, "sync"))
		synchronize_all(path);
	else if (!strcmp(command, "discard"))
		discard(path, size, count);
	else
		fail("no such command", command);
	end = clock_now();
	accounts(&bytes[2], &bytes[3]);
	printf("ok %llu %llu %llu\n", end - start, bytes[2] - bytes[0], bytes[3] - bytes[1]);
}

int main(int argc, char **argv)
{
	char line[1024], command[32], path[512], third[512];

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc == 3 && !strcmp(argv[1], "--in"))
		enter(argv[2]);
	else if (argc != 1)
		return 2;
	if (posix_memalign((void **)&memory, 4096, MOST_BYTES))
		return 1;
	memset(memory, 'd', MOST_BYTES);
	printf("ok\n");
	while (fgets(line, sizeof(line), stdin)) {
		size_t size;
		int count = 0, skip = 0;

		command[0] = path[0] = third[0] = 0;
		sscanf(line, "%31s %511s %511s %d %d", command, path, third, &count, &skip);
		size = strtoul(third, NULL, 10);
		if (!strcmp(command, "loop"))
			attach_loop(path);
		else if (!strcmp(command, "mount"))
			mount_ext4(path, third);
		else if (size > MOST_BYTES && strcmp(command, "discard"))
			fail("too much for", command);
		else
			run(command, path, size, count, skip);
	}
	return 0;
}
