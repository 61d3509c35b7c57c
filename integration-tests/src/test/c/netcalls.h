/* Every call that sends or receives on a socket: one call per function, with the call's result. */
#ifndef NETCALLS_H
#define NETCALLS_H

#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "neturing.h"

#define MOST_BYTES (1 << 20)

static char buffer[MOST_BYTES];
static struct ring plain = { .fd = -1 }, polled = { .fd = -1 };
static int pipes[2] = { -1, -1 }, file = -1;

static int open_pipe(void)
{
	return pipes[0] >= 0 ? 0 : pipe2(pipes, O_CLOEXEC);
}

static long uring(struct ring *ring, int polling, int opcode, int flags, int fd, size_t size)
{
	long result;

	if (ring->fd < 0 && ring_open(ring, polling))
		return -1;
	result = ring_do(ring, opcode, flags, fd, buffer, size);
	if (result < 0) {
		errno = -result;
		return -1;
	}
	return result;
}

/* Sends `size` bytes by one call; returns its result. */
static long send_once(int fd, const char *how, size_t size)
{
	struct iovec vectors[2] = { { buffer, size / 2 }, { buffer, size - size / 2 } };
	struct msghdr message = { .msg_iov = vectors, .msg_iovlen = 2 };

	if (!strcmp(how, "write"))
		return write(fd, buffer, size);
	if (!strcmp(how, "writev"))
		return writev(fd, vectors, 2);
	if (!strcmp(how, "send"))
		return send(fd, buffer, size, MSG_NOSIGNAL);
	if (!strcmp(how, "more"))
		return send(fd, buffer, size, MSG_MORE);
	if (!strcmp(how, "sendmsg"))
		return sendmsg(fd, &message, 0);
	if (!strcmp(how, "sendmmsg")) {
		/* two messages of `size` bytes together */
		struct mmsghdr messages[2] = { { .msg_hdr = { .msg_iov = vectors, .msg_iovlen = 1 } },
					       { .msg_hdr = { .msg_iov = vectors + 1, .msg_iovlen = 1 } } };

		if (sendmmsg(fd, messages, 2, 0) != 2)
			return -1;
		return messages[0].msg_len + messages[1].msg_len;
	}
	if (!strcmp(how, "sendfile")) {
		off_t offset = 0;

		if (file < 0) {
			file = memfd_create("net", MFD_CLOEXEC);
			if (file < 0 || ftruncate(file, MOST_BYTES))
				return -1;
		}
		return sendfile(fd, file, &offset, size);
	}
	if (!strcmp(how, "splice")) {
		if (open_pipe() || write(pipes[1], buffer, size) != (long)size)
			return -1;
		return splice(pipes[0], NULL, fd, NULL, size, 0);
	}
	if (!strcmp(how, "uring"))
		return uring(&plain, 0, IORING_OP_SEND, 0, fd, size);
	if (!strcmp(how, "uring-worker"))
		return uring(&plain, 0, IORING_OP_SEND, IOSQE_ASYNC, fd, size);
	if (!strcmp(how, "uring-polled"))
		return uring(&polled, 1, IORING_OP_SEND, 0, fd, size);
	errno = EINVAL;
	return -1;
}

/* Receives at most `size` bytes by one call; returns its result. */
static long receive_once(int fd, const char *how, size_t size)
{
	struct iovec vectors[2] = { { buffer, size / 2 }, { buffer + size / 2, size - size / 2 } };
	struct msghdr message = { .msg_iov = vectors, .msg_iovlen = 2 };

	if (!strcmp(how, "read"))
		return read(fd, buffer, size);
	if (!strcmp(how, "readv"))
		return readv(fd, vectors, 2);
	if (!strcmp(how, "recv"))
		return recv(fd, buffer, size, 0);
	if (!strcmp(how, "recvmsg"))
		return recvmsg(fd, &message, 0);
	if (!strcmp(how, "recvmmsg")) {
		struct mmsghdr one = { .msg_hdr = message };

		return recvmmsg(fd, &one, 1, 0, NULL) == 1 ? (long)one.msg_len : -1;
	}
	if (!strcmp(how, "peek")) {
		/* peeks twice, receives once */
		if (recv(fd, buffer, size, MSG_PEEK) <= 0 || recvmsg(fd, &message, MSG_PEEK) <= 0)
			return -1;
		return recv(fd, buffer, size, 0);
	}
	if (!strcmp(how, "discard"))
		return recv(fd, NULL, size, MSG_TRUNC);
	if (!strcmp(how, "splice")) {
		long taken, left;

		if (open_pipe())
			return -1;
		taken = splice(fd, NULL, pipes[1], NULL, size, 0);
		for (left = taken; left > 0;) {
			long drained = read(pipes[0], buffer, left);

			if (drained <= 0)
				return -1;
			left -= drained;
		}
		return taken;
	}
	if (!strcmp(how, "zerocopy")) {
		/* less than a page: the kernel copies */
		struct tcp_zerocopy_receive request = { .copybuf_address = (uintptr_t)buffer,
							.copybuf_len = size };
		socklen_t length = sizeof(request);
		char byte;

		if (recv(fd, &byte, 1, MSG_PEEK) < 0 ||
		    getsockopt(fd, IPPROTO_TCP, TCP_ZEROCOPY_RECEIVE, &request, &length))
			return -1;
		return request.copybuf_len;
	}
	if (!strcmp(how, "uring"))
		return uring(&plain, 0, IORING_OP_RECV, 0, fd, size);
	if (!strcmp(how, "uring-worker"))
		return uring(&plain, 0, IORING_OP_RECV, IOSQE_ASYNC, fd, size);
	if (!strcmp(how, "uring-polled"))
		return uring(&polled, 1, IORING_OP_RECV, 0, fd, size);
	errno = EINVAL;
	return -1;
}

#endif
