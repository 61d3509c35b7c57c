/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef CONNECTIONS_BPF_H
#define CONNECTIONS_BPF_H

#include "transfers.bpf.h"

/* Which of the two programs at a hook runs. The second handles what the first missed. */
enum run { FIRST, SECOND };

/*
 * Tracks the owner of a TCP socket and reports its change of state; runs in any context. The second program recognizes what
 * the first handled by the owner's state, or because the owner is deleted.
 */
static __always_inline int set_state(struct sock *socket, int old_state, int new_state,
					 const enum socket_access access, const enum run run)
{
	struct observoor_origin origin;
	struct observoor_event *record;
	struct socket_owner *owner;
	struct socket_tcp tcp;

	/* closing a socket that was never open is no change */
	if (old_state == new_state || socket_protocol(socket, access) != IPPROTO_TCP)
		return 0;
	if (run == SECOND) {
		owner = owner_find(socket);
		if (owner && owner->state == new_state)
			return 0;
	}
	if (new_state == TCP_SYN_SENT || new_state == TCP_LISTEN) {
		/* connect or listen: the current process becomes the owner */
		if (!observoor_current(&origin)) {
			owner_delete(socket);
			if (new_state == TCP_LISTEN)
				listener_delete(socket, access);
			return 0;
		}
		owner_set(socket, &origin);
		if (new_state == TCP_LISTEN)
			listener_set(socket, &origin, access);
	} else if (new_state == TCP_SYN_RECV && old_state == TCP_LISTEN) {
		owner_inherit(socket, access);
	}
	owner = owner_find(socket);
	if (!owner)
		return 0;
	origin = owner->origin;
	owner->state = new_state;
	if (new_state == TCP_ESTABLISHED && socket_tcp(socket, &tcp, access)) {
		owner->copied_seq = tcp.copied_seq;
		owner->copied_seq_valid = 1;
	}
	if (new_state == TCP_CLOSE) {
		if (old_state == TCP_LISTEN)
			listener_delete(socket, access);
		owner_delete(socket);
	}
	if (!observoor_enabled(TCP_STATE) || !observoor_keep(TCP_STATE))
		return 0;
	record = observoor_reserve(TCP_STATE, &origin, bpf_ktime_get_ns(), 1);
	if (!record)
		return 0;
	record->fields[0] = new_state;
	observoor_submit(record);
	return 0;
}

/* Makes the accepting process the owner of its listener, which may be older than the process's tracking. */
static __always_inline int accept(struct sock *socket, const enum socket_access access)
{
	struct observoor_origin origin;

	if (socket_protocol(socket, access) != IPPROTO_TCP || !observoor_current(&origin))
		return 0;
	if (owner_find(socket))
		return 0;
	owner_set(socket, &origin);
	listener_set(socket, &origin, access);
	return 0;
}

/* Reports a retransmitted segment. The second program recognizes it by the owner's total_retrans. */
static __always_inline int retransmit_skb(struct sock *socket, struct sk_buff *buffer, int error,
					 const enum socket_access access)
{
	struct socket_owner *owner;
	struct observoor_origin origin;
	__u32 total_retrans;

	if (error)
		return 0;
	owner = owner_find(socket);
	if (!owner)
		return 0;
	total_retrans = socket_total_retrans(socket, access);
	if (owner->total_retrans == total_retrans)
		return 0;
	owner->total_retrans = total_retrans;
	origin = owner->origin;
	if (observoor_keep(TCP_RETRANSMIT))
		report_bytes(TCP_RETRANSMIT, &origin, socket, SOCKET_READ(buffer, len, access), access);
	return 0;
}

#endif
