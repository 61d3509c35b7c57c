/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef CONNECTIONS_BPF_H
#define CONNECTIONS_BPF_H

#include "transfers.bpf.h"

/* Whether a program is the first at its place, or does what that one missed. */
enum turn { FIRST, AGAIN };

/*
 * A TCP socket goes from one state to another; in whatever context. What was done the first time is known by the owner's
 * state, or by there being no owner any more.
 */
static __always_inline int state_changed(struct sock *socket, int old_state, int new_state,
					 const enum socket_access access, const enum turn turn)
{
	struct observoor_origin origin;
	struct observoor_event *record;
	struct socket_owner *owner;
	struct socket_tcp tcp;

	/* closing what was never open is no change */
	if (old_state == new_state || socket_protocol(socket, access) != IPPROTO_TCP)
		return 0;
	if (turn == AGAIN) {
		owner = owner_find(socket);
		if (owner && owner->state == new_state)
			return 0;
	}
	if (new_state == TCP_SYN_SENT || new_state == TCP_LISTEN) {
		/* connect and listen: the current process is whose socket it is */
		if (!observoor_current(&origin)) {
			owner_forget(socket);
			if (new_state == TCP_LISTEN)
				listener_forget(socket, access);
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
		owner->copied_known = 1;
	}
	if (new_state == TCP_CLOSE) {
		if (old_state == TCP_LISTEN)
			listener_forget(socket, access);
		owner_forget(socket);
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

/* A process waits for connections: its listener may be older than its tracking. */
static __always_inline int accept_entered(struct sock *socket, const enum socket_access access)
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

/* A segment was sent once more. Called again for the same one it finds that the owner knows of it. */
static __always_inline int retransmitted(struct sock *socket, struct sk_buff *buffer, int error,
					 const enum socket_access access)
{
	struct socket_owner *owner;
	struct observoor_origin origin;
	__u32 retransmits;

	if (error)
		return 0;
	owner = owner_find(socket);
	if (!owner)
		return 0;
	retransmits = socket_retransmits(socket, access);
	if (owner->retransmits == retransmits)
		return 0;
	owner->retransmits = retransmits;
	origin = owner->origin;
	if (observoor_keep(TCP_RETRANSMIT))
		report_bytes(TCP_RETRANSMIT, &origin, socket, SOCKET_READ(buffer, len, access), access);
	return 0;
}

#endif
