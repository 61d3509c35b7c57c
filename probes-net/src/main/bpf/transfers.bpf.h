/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef TRANSFERS_BPF_H
#define TRANSFERS_BPF_H

#include "owners.bpf.h"

/* Whether a receive consumes data: MSG_PEEK and the error queue do not. */
static __always_inline bool consumes(int flags)
{
	return !(flags & (MSG_PEEK | MSG_ERRQUEUE));
}

static __always_inline void report_bytes(__u32 event, const struct observoor_origin *origin, struct sock *socket,
					 __s64 bytes, const enum socket_access access)
{
	struct socket_ports ports = socket_ports(socket, access);
	struct observoor_event *record = observoor_reserve(event, origin, bpf_ktime_get_ns(), 3);

	if (!record)
		return;
	record->fields[0] = bytes;
	record->fields[1] = ports.local;
	record->fields[2] = ports.remote;
	observoor_submit(record);
}

/* The current process has sent over TCP or multipath TCP. */
static __always_inline int tcp_send(struct sock *socket, __s64 bytes, const enum socket_access access)
{
	struct observoor_origin origin;
	struct observoor_event *record;
	struct socket_tcp tcp = {};
	struct socket_ports ports;
	__u16 protocol;

	if (bytes <= 0)
		return 0;
	protocol = socket_protocol(socket, access);
	if ((protocol != IPPROTO_TCP && protocol != IPPROTO_MPTCP) || !observoor_current(&origin))
		return 0;
	if (owners_needed() && protocol == IPPROTO_TCP)
		owner_claim(socket, &origin, access);
	if (!observoor_keep(NET_TX_TCP))
		return 0;
	if (protocol == IPPROTO_TCP)
		socket_tcp(socket, &tcp, access);
	ports = socket_ports(socket, access);
	record = observoor_reserve(NET_TX_TCP, &origin, bpf_ktime_get_ns(), 5);
	if (!record)
		return 0;
	record->fields[0] = bytes;
	record->fields[1] = ports.local;
	record->fields[2] = ports.remote;
	record->fields[3] = tcp.srtt_us;
	record->fields[4] = tcp.snd_cwnd;
	observoor_submit(record);
	return 0;
}

/* The current process has received over TCP or multipath TCP. */
static __always_inline int tcp_recv(struct sock *socket, __s64 bytes, int flags, const enum socket_access access)
{
	struct observoor_origin origin;
	__u16 protocol;

	if (bytes <= 0 || !consumes(flags))
		return 0;
	protocol = socket_protocol(socket, access);
	if ((protocol != IPPROTO_TCP && protocol != IPPROTO_MPTCP) || !observoor_current(&origin))
		return 0;
	if (protocol == IPPROTO_TCP) {
		struct socket_owner *owner = owner_claim(socket, &origin, access);
		struct socket_tcp tcp;

		if (owner && socket_tcp(socket, &tcp, access)) {
			owner->copied_seq = tcp.copied_seq;
			owner->copied_seq_valid = 1;
		}
	}
	if (observoor_keep(NET_RX_TCP))
		report_bytes(NET_RX_TCP, &origin, socket, bytes, access);
	return 0;
}

/*
 * The current process has read from a TCP socket. For tcp_rcv_space_adjust, which does not pass the number of bytes: counts
 * the growth of copied_seq since the last count.
 */
static __always_inline int tcp_read(struct sock *socket, const enum socket_access access)
{
	struct observoor_origin origin;
	struct socket_owner *owner;
	struct socket_tcp tcp;
	__u32 bytes;

	if (socket_protocol(socket, access) != IPPROTO_TCP || !observoor_current(&origin))
		return 0;
	owner = owner_claim(socket, &origin, access);
	if (!owner || !socket_tcp(socket, &tcp, access))
		return 0;
	bytes = tcp.copied_seq - owner->copied_seq;
	owner->copied_seq = tcp.copied_seq;
	if (!owner->copied_seq_valid) {
		/* the first read of a socket that is older than its owner: the number of bytes is unknown */
		owner->copied_seq_valid = 1;
		return 0;
	}
	/* the FIN has a sequence number but no byte */
	if (bytes && tcp.copied_seq == tcp.rcv_nxt &&
	    SOCKET_READ(socket, __sk_common.skc_flags, access) & (1UL << SOCK_DONE))
		bytes--;
	if (bytes && observoor_keep(NET_RX_TCP))
		report_bytes(NET_RX_TCP, &origin, socket, bytes, access);
	return 0;
}

/* The current process has sent or received datagrams, depending on `event`. */
static __always_inline int udp_transfer(__u32 event, struct sock *socket, __s64 bytes, const enum socket_access access)
{
	struct observoor_origin origin;

	if (bytes <= 0 || socket_protocol(socket, access) != IPPROTO_UDP || !observoor_current(&origin) ||
	    !observoor_keep(event))
		return 0;
	report_bytes(event, &origin, socket, bytes, access);
	return 0;
}

#endif
