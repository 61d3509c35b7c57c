/*
 * Sends and receives over sockets on command.
 *
 *   net [ARGUMENT]...     (ignores its arguments, which the agent reads)
 *
 * Answers each command, a line of standard input, with a line that begins with "ok" or "error"; exits at the end of the
 * input. SLOT is a socket's number below 32; FAMILY is inet, inet6, mapped (an IPv4 address of an IPv6 socket), any (both,
 * to listen), or one of these after "mptcp-".
 *
 *   netns                           enters a new network namespace with a loopback device
 *   join PID                        enters the network namespace of a process
 *   name NAME                       renames the process
 *   listen SLOT FAMILY PORT         port 0: the kernel's choice; answers the port
 *   connect SLOT FAMILY PORT        answers its local port
 *   start SLOT FAMILY PORT          connects without waiting
 *   accept SLOT LISTENER
 *   udp SLOT FAMILY PORT [PEER]     bound to PORT, connected to PEER; answers its local port
 *   sendto SLOT FAMILY PORT COUNT SIZE
 *   send SLOT HOW COUNT SIZE        calls of SIZE bytes; answers the bytes
 *   receive SLOT HOW COUNT BYTES    calls of at most BYTES / COUNT until BYTES arrived; answers the bytes and the calls
 *   drain SLOT                      receives until the end of the stream; answers the bytes
 *   refuse SLOT on|off              a socket filter that drops all incoming packets
 *   info SLOT                       answers TCP_INFO: state, retransmitted segments and bytes, unacknowledged segments,
 *                                   RTT in us, congestion window
 *   shutdown SLOT, close SLOT
 *   unix COUNT SIZE                 sends over a pair of UNIX sockets
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

#include "netcalls.h"

#define SLOTS 32
#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

static int slots[SLOTS];

static void answer(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void answer(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	fflush(stdout);
}

static void failed(const char *what)
{
	answer("error %s: %s", what, strerror(errno));
}

struct address {
	union {
		struct sockaddr any;
		struct sockaddr_in inet;
		struct sockaddr_in6 inet6;
	};
	socklen_t length;
};

/* The loopback address of a family. */
static struct address loopback(const char *family, int port)
{
	struct address address = {};

	if (!strncmp(family, "mptcp-", 6))
		family += 6;
	if (!strcmp(family, "inet")) {
		address.inet = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(port) };
		address.inet.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		address.length = sizeof(address.inet);
	} else {
		address.inet6 = (struct sockaddr_in6){ .sin6_family = AF_INET6, .sin6_port = htons(port) };
		inet_pton(AF_INET6,
			  !strcmp(family, "mapped") ? "::ffff:127.0.0.1" :
			  !strcmp(family, "any")    ? "::" :
						      "::1",
			  &address.inet6.sin6_addr);
		address.length = sizeof(address.inet6);
	}
	return address;
}

static int make_socket(const struct address *address, const char *family, int type)
{
	int protocol = strncmp(family, "mptcp-", 6) ? 0 : IPPROTO_MPTCP;
	int fd = socket(address->any.sa_family, type | SOCK_CLOEXEC, protocol);
	int on = 1;

	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	return fd;
}

static int local_port(int fd)
{
	struct sockaddr_in6 address;
	socklen_t length = sizeof(address);

	if (getsockname(fd, (struct sockaddr *)&address, &length))
		return -1;
	return ntohs(address.sin6_port); /* at the same offset in both families */
}

static void opened(int slot, int fd, int result, const char *what)
{
	if (fd < 0 || (result && errno != EINPROGRESS)) {
		int reason = errno;

		if (fd >= 0)
			close(fd);
		errno = reason;
		failed(what);
		return;
	}
	slots[slot] = fd;
	answer("ok %d", local_port(fd));
}

static int loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int result = ioctl(fd, SIOCSIFFLAGS, &request);

	close(fd);
	return result;
}

static int join_network(const char *pid)
{
	char path[64];
	int fd, result;

	snprintf(path, sizeof(path), "/proc/%s/ns/net", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	result = setns(fd, CLONE_NEWNET);
	close(fd);
	return result;
}

static void send_all(int fd, const char *how, int count, size_t size)
{
	long bytes = 0;

	for (int i = 0; i < count; i++) {
		long sent = send_once(fd, how, size);

		if (sent < 0)
			return failed(how);
		bytes += sent;
	}
	answer("ok %ld", bytes);
}

static void receive_all(int fd, const char *how, int count, long wanted)
{
	long bytes = 0, calls = 0;

	while (bytes < wanted) {
		long most = wanted / count, left = wanted - bytes;
		long received = receive_once(fd, how, most < left ? most : left);

		if (received <= 0)
			return failed(how);
		bytes += received;
		calls++;
	}
	answer("ok %ld %ld", bytes, calls);
}

static void drain(int fd)
{
	long bytes = 0, received;

	while ((received = recv(fd, buffer, sizeof(buffer), 0)) > 0)
		bytes += received;
	if (received < 0)
		return failed("recv");
	answer("ok %ld", bytes);
}

static int refuse(int fd, int on)
{
	struct sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog program = { 1, &nothing };
	int unused = 0;

	return on ? setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)) :
		    setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof(unused));
}

static void info(int fd)
{
	struct tcp_info tcp = {};
	socklen_t length = sizeof(tcp);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &tcp, &length))
		return failed("TCP_INFO");
	answer("ok %u %u %llu %u %u %u", tcp.tcpi_state, tcp.tcpi_total_retrans, tcp.tcpi_bytes_retrans,
	       tcp.tcpi_unacked, tcp.tcpi_rtt, tcp.tcpi_snd_cwnd);
}

static void unix_pair(int count, size_t size)
{
	int pair[2];
	long bytes = 0;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return failed("socketpair");
	for (int i = 0; i < count; i++) {
		if (send(pair[0], buffer, size, 0) != (long)size)
			return failed("send");
		for (size_t left = size; left > 0;)
			left -= recv(pair[1], buffer, left, 0);
		bytes += size;
	}
	answer("ok %ld", bytes);
}

static void send_to(int fd, struct address address, int count, size_t size)
{
	long bytes = 0;

	for (int i = 0; i < count; i++) {
		if (sendto(fd, buffer, size, 0, &address.any, address.length) != (long)size)
			return failed("sendto");
		bytes += size;
	}
	answer("ok %ld", bytes);
}

static void done(int result, const char *what)
{
	if (result)
		failed(what);
	else
		answer("ok");
}

static int is(const char *command, const char *name, int words, int wanted)
{
	return !strcmp(command, name) && words >= wanted;
}

static void carry_out(char **word, int words)
{
	const char *command = word[0];
	int slot = words > 1 ? atoi(word[1]) % SLOTS : 0;
	struct address address = words > 3 ? loopback(word[2], atoi(word[3])) : (struct address){};
	int fd;

	if (is(command, "netns", words, 1)) {
		done(unshare(CLONE_NEWNET) || loopback_up(), command);
	} else if (is(command, "join", words, 2)) {
		done(join_network(word[1]), command);
	} else if (is(command, "name", words, 2)) {
		done(prctl(PR_SET_NAME, word[1], 0, 0, 0), command);
	} else if (is(command, "listen", words, 4)) {
		fd = make_socket(&address, word[2], SOCK_STREAM);
		opened(slot, fd, bind(fd, &address.any, address.length) || listen(fd, 64), command);
	} else if (is(command, "connect", words, 4)) {
		fd = make_socket(&address, word[2], SOCK_STREAM);
		opened(slot, fd, connect(fd, &address.any, address.length), command);
	} else if (is(command, "start", words, 4)) {
		fd = make_socket(&address, word[2], SOCK_STREAM | SOCK_NONBLOCK);
		opened(slot, fd, connect(fd, &address.any, address.length), command);
	} else if (is(command, "accept", words, 3)) {
		opened(slot, accept4(slots[atoi(word[2]) % SLOTS], NULL, NULL, SOCK_CLOEXEC), 0, command);
	} else if (is(command, "udp", words, 4)) {
		struct address peer = words > 4 ? loopback(word[2], atoi(word[4])) : (struct address){};

		fd = make_socket(&address, word[2], SOCK_DGRAM);
		opened(slot, fd,
		       bind(fd, &address.any, address.length) ||
			       (words > 4 && connect(fd, &peer.any, peer.length)),
		       command);
	} else if (is(command, "sendto", words, 6)) {
		send_to(slots[slot], address, atoi(word[4]), atoi(word[5]));
	} else if (is(command, "send", words, 5)) {
		send_all(slots[slot], word[2], atoi(word[3]), atoi(word[4]));
	} else if (is(command, "receive", words, 5)) {
		receive_all(slots[slot], word[2], atoi(word[3]), atol(word[4]));
	} else if (is(command, "drain", words, 2)) {
		drain(slots[slot]);
	} else if (is(command, "refuse", words, 3)) {
		done(refuse(slots[slot], !strcmp(word[2], "on")), command);
	} else if (is(command, "info", words, 2)) {
		info(slots[slot]);
	} else if (is(command, "shutdown", words, 2)) {
		done(shutdown(slots[slot], SHUT_WR), command);
	} else if (is(command, "close", words, 2)) {
		done(close(slots[slot]), command);
	} else if (is(command, "unix", words, 3)) {
		unix_pair(atoi(word[1]), atoi(word[2]));
	} else {
		errno = EINVAL;
		failed(command);
	}
}

int main(void)
{
	char line[256];

	signal(SIGPIPE, SIG_IGN);
	answer("ok %d", getpid());
	while (fgets(line, sizeof(line), stdin)) {
		char *words[8], *rest = line;
		int count = 0;

		while (count < 8 && (words[count] = strsep(&rest, " \n")) && *words[count])
			count++;
		if (count > 0)
			carry_out(words, count);
	}
	return 0;
}
