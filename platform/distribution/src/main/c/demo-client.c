// SPDX-License-Identifier: Apache-2.0
/*
 * demo-client [PARENT]: a small workload to watch where no Ethereum client runs. It makes some 2,000 system calls a
 * second of the kinds that clients make: file reads and writes, syncs, memory mappings, waits of two threads for each
 * other, an echo over loopback. It ends by SIGTERM, SIGINT, and when its parent (the process PARENT) ends.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define ROUND_NS 20000000L /* 50 rounds a second, 40 calls in each */
#define SYNC_EVERY 25	   /* two syncs a second: disks of laptops are slow */
#define BLOCK 4096
#define FILE_BLOCKS 256
#define MAPPING (64 * 1024)

/* Which of the two threads is to go on: each waits in futex(2) until it holds its own number. */
static _Atomic unsigned int turn;

static void fail(const char *what)
{
	fprintf(stderr, "demo-client: cannot %s: %s\n", what, strerror(errno));
	exit(1);
}

static long futex(int operation, unsigned int value)
{
	return syscall(SYS_futex, &turn, operation | FUTEX_PRIVATE_FLAG, value, NULL, NULL, 0);
}

static void await_turn(unsigned int mine)
{
	unsigned int now;
	while ((now = atomic_load(&turn)) != mine)
		futex(FUTEX_WAIT, now);
}

static void pass_turn(unsigned int to)
{
	atomic_store(&turn, to);
	futex(FUTEX_WAKE, 1);
}

static void *partner(void *unused)
{
	(void)unused;
	for (;;) {
		await_turn(1);
		pass_turn(0);
	}
	return NULL;
}

/* Answers every connection and every message on it, with epoll as servers do. */
static void *echo(void *argument)
{
	int listener = *(int *)argument;
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event wanted = {.events = EPOLLIN, .data.fd = listener};
	struct epoll_event ready[8];
	char message[BLOCK];

	if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &wanted))
		fail("wait for connections");
	for (;;) {
		int count = epoll_wait(epoll, ready, 8, 1000);
		for (int i = 0; i < count; i++) {
			int fd = ready[i].data.fd;
			if (fd == listener) {
				fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
				wanted.data.fd = fd;
				if (fd >= 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &wanted))
					close(fd);
				continue;
			}
			ssize_t length = read(fd, message, sizeof(message));
			if (length <= 0 || write(fd, message, length) != length)
				close(fd);
		}
	}
	return NULL;
}

static int listen_on_loopback(struct sockaddr_in *address)
{
	socklen_t length = sizeof(*address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memset(address, 0, sizeof(*address));
	address->sin_family = AF_INET;
	address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)address, length) || listen(fd, 8) ||
	    getsockname(fd, (struct sockaddr *)address, &length))
		fail("listen on loopback");
	return fd;
}

/* A file without a name: nothing is left behind, however this process ends. */
static int nameless_file(void)
{
	char path[] = P_tmpdir "/demo-client.XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0)
		fail("make a temporary file in " P_tmpdir);
	unlink(path);
	if (ftruncate(fd, BLOCK * FILE_BLOCKS))
		fail("size the temporary file");
	return fd;
}

static void use_file(int fd, long round)
{
	static char block[BLOCK];
	off_t at = (round % FILE_BLOCKS) * BLOCK;

	memset(block, (int)round, sizeof(block));
	for (int i = 0; i < 4; i++) {
		if (pwrite(fd, block, 512, at + i * 512) != 512 || pread(fd, block, 512, at) != 512)
			fail("use the temporary file");
	}
	if (lseek(fd, at, SEEK_SET) < 0 || write(fd, block, BLOCK) != BLOCK)
		fail("write the temporary file");
	if (round % SYNC_EVERY == 0 && fdatasync(fd))
		fail("sync the temporary file");
	if (round % (2 * SYNC_EVERY) == 0 && fsync(fd))
		fail("sync the temporary file");
}

static void use_memory(void)
{
	char *pages = mmap(NULL, MAPPING, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED)
		fail("map memory");
	for (size_t at = 0; at < MAPPING; at += BLOCK)
		pages[at] = 1;
	munmap(pages, MAPPING);
}

static void use_descriptors(void)
{
	char byte;
	int fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, &byte, 1) != 1)
		fail("read /dev/zero");
	close(fd);
}

static void use_network(int connection)
{
	char message[256] = "hello";

	if (write(connection, message, sizeof(message)) != sizeof(message))
		fail("send over loopback");
	for (size_t got = 0; got < sizeof(message);) {
		ssize_t length = read(connection, message, sizeof(message) - got);
		if (length <= 0)
			fail("receive over loopback");
		got += length;
	}
}

static int connect_to(const struct sockaddr_in *address)
{
	int one = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (const struct sockaddr *)address, sizeof(*address)))
		fail("connect over loopback");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return fd;
}

int main(int argc, char **argv)
{
	pthread_t thread;
	struct sockaddr_in address;
	struct timespec next;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	/* A parent that ended before this line sends no signal any more. */
	if (argc > 1 && getppid() != atoi(argv[1]))
		return 0;
	prctl(PR_SET_NAME, "demo-client");

	int listener = listen_on_loopback(&address);
	int file = nameless_file();
	if (pthread_create(&thread, NULL, partner, NULL) || pthread_create(&thread, NULL, echo, &listener))
		fail("start a thread");
	int connection = connect_to(&address);

	clock_gettime(CLOCK_MONOTONIC, &next);
	for (long round = 0;; round++) {
		use_file(file, round);
		use_memory();
		for (int i = 0; i < 2; i++) {
			use_descriptors();
			use_network(connection);
			pass_turn(1);
			await_turn(0);
		}
		next.tv_nsec += ROUND_NS;
		if (next.tv_nsec >= 1000000000L) {
			next.tv_nsec -= 1000000000L;
			next.tv_sec++;
		}
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
	}
}
