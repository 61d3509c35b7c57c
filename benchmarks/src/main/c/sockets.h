/* SPDX-License-Identifier: Apache-2.0 */
/* Events of sockets over loopback. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include "common.h"
#include <arpa/inet.h>
#include <netinet/tcp.h>

static int sender, receiver, listener;
static struct sockaddr_in address;

static void listen_to(int type)
{
	socklen_t length = sizeof(address);

	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, type, 0);
	must(listener >= 0 && !bind(listener, (struct sockaddr *)&address, sizeof(address)) &&
		     !getsockname(listener, (struct sockaddr *)&address, &length),
	     "socket");
}

static void connect_to(void)
{
	must(sender >= 0 && !connect(sender, (struct sockaddr *)&address, sizeof(address)), "connect");
}

static void prepare_connect(void)
{
	listen_to(SOCK_STREAM);
	must(!listen(listener, 16), "listen");
}

static void prepare_tcp(void)
{
	int one = 1;

	prepare_connect();
	sender = socket(AF_INET, SOCK_STREAM, 0);
	connect_to();
	receiver = accept(listener, NULL, NULL);
	must(receiver >= 0 && !setsockopt(sender, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)), "accept");
}

static void prepare_udp(void)
{
	listen_to(SOCK_DGRAM);
	receiver = listener;
	sender = socket(AF_INET, SOCK_DGRAM, 0);
	connect_to();
}

static long long make_byte(long long count)
{
	char byte = 0;

	for (long long i = 0; i < count; i++) {
		must(send(sender, &byte, 1, 0) == 1, "send");
		must(recv(receiver, &byte, 1, 0) == 1, "recv");
	}
	return count;
}

static long long make_connect(long long count)
{
	/* reset, so that no connection lingers and ports do not run out */
	struct linger reset = { 1, 0 };

	for (long long i = 0; i < count; i++) {
		sender = socket(AF_INET, SOCK_STREAM, 0);
		connect_to();
		receiver = accept(listener, NULL, NULL);
		must(receiver >= 0, "accept");
		setsockopt(sender, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
		close(sender);
		close(receiver);
	}
	return count;
}

#endif
