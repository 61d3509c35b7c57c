/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef OWNERS_BPF_H
#define OWNERS_BPF_H

#include "net.h"
#include "socket.bpf.h"

/*
 * Which tracked process a TCP socket belongs to: what happens to it later happens in interrupts, where the current process
 * is anybody. A socket is owned from connect or listen on, a child of a listener from its making on; a socket that was
 * there before its process was tracked is owned from its first send or receive on. Sockets of untracked processes have
 * no element.
 */
struct socket_owner {
	struct observoor_origin origin;
	__u8 copied_known;
	__u8 state;	   /* that it is in as far as was seen; 0 when no change was */
	__u32 copied_seq;  /* up to where what was read has been counted */
	__u32 retransmits; /* how many segments it had sent again when that was seen last */
};

/*
 * By the socket's address. Elements go when their socket closes. Least recently used: where that is never seen (a socket
 * read after its end), the element gives way to others one day, and an address that is used again starts anew because
 * connect, listen and the making of a child each set or delete it.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 32768);
	__type(key, __u64);
	__type(value, struct socket_owner);
} socket_owners SEC(".maps");

/* Where a listener listens: what its children have in common with it. */
struct listener_key {
	__u64 net;
	__be32 address[4]; /* an IPv4 one in the first element */
	__u16 family;
	__u16 port;
	__u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct listener_key);
	__type(value, struct observoor_origin);
} listeners SEC(".maps");

/* Whether anything asks for owners. */
static __always_inline bool owners_wanted(void)
{
	return observoor_enabled(TCP_STATE) || observoor_enabled(TCP_RETRANSMIT) || observoor_enabled(NET_RX_TCP);
}

static __always_inline struct socket_owner *owner_find(struct sock *socket)
{
	__u64 key = (__u64)socket;

	return bpf_map_lookup_elem(&socket_owners, &key);
}

static __always_inline void owner_set(struct sock *socket, const struct observoor_origin *origin)
{
	__u64 key = (__u64)socket;
	struct socket_owner owner;

	/* with its padding: older verifiers refuse to copy what was never written */
	__builtin_memset(&owner, 0, sizeof(owner));
	owner.origin.pid = origin->pid;
	owner.origin.tid = origin->tid;
	owner.origin.client_type = origin->client_type;
	bpf_map_update_elem(&socket_owners, &key, &owner, BPF_ANY);
}

static __always_inline void owner_forget(struct sock *socket)
{
	__u64 key = (__u64)socket;

	bpf_map_delete_elem(&socket_owners, &key);
}

/*
 * A tracked process uses an open socket: it is its owner now, whoever was before. NULL when the socket is closed or there is
 * no room.
 */
static __always_inline struct socket_owner *owner_adopt(struct sock *socket, const struct observoor_origin *origin,
							const enum socket_access access)
{
	struct socket_owner *owner = owner_find(socket);

	if (owner) {
		if (owner->origin.pid != origin->pid)
			owner->origin = *origin;
		return owner;
	}
	/* what is still read of a closed socket must not leave an element that nothing deletes */
	if (SOCKET_READ(socket, __sk_common.skc_state, access) == TCP_CLOSE)
		return NULL;
	owner_set(socket, origin);
	return owner_find(socket);
}

static __always_inline void listener_key(struct sock *socket, struct listener_key *key, const enum socket_access access)
{
	__builtin_memset(key, 0, sizeof(*key));
	key->net = (__u64)SOCKET_READ(socket, __sk_common.skc_net.net, access);
	key->family = SOCKET_READ(socket, __sk_common.skc_family, access);
	key->port = SOCKET_READ(socket, __sk_common.skc_num, access);
	if (key->family == AF_INET6)
		BPF_CORE_READ_INTO(&key->address, socket, __sk_common.skc_v6_rcv_saddr.in6_u.u6_addr32);
	else
		key->address[0] = SOCKET_READ(socket, __sk_common.skc_rcv_saddr, access);
}

/* A socket begins to listen, or is found listening. */
static __always_inline void listener_set(struct sock *socket, const struct observoor_origin *origin,
					 const enum socket_access access)
{
	struct observoor_origin whole;
	struct listener_key key;

	__builtin_memset(&whole, 0, sizeof(whole));
	whole.pid = origin->pid;
	whole.tid = origin->tid;
	whole.client_type = origin->client_type;
	listener_key(socket, &key, access);
	bpf_map_update_elem(&listeners, &key, &whole, BPF_ANY);
}

static __always_inline void listener_forget(struct sock *socket, const enum socket_access access)
{
	struct listener_key key;

	listener_key(socket, &key, access);
	bpf_map_delete_elem(&listeners, &key);
}

/*
 * A listener has made a child: it belongs to the listener's owner. It carries the listener's address still, or its own
 * already (inet_csk_clone_lock() has changed over time), which the listener may have left open.
 */
static __always_inline void owner_inherit(struct sock *child, const enum socket_access access)
{
	struct observoor_origin *origin;
	struct listener_key key;

	listener_key(child, &key, access);
	origin = bpf_map_lookup_elem(&listeners, &key);
	if (!origin) {
		__builtin_memset(key.address, 0, sizeof(key.address));
		origin = bpf_map_lookup_elem(&listeners, &key);
	}
	if (origin)
		owner_set(child, origin);
	else
		owner_forget(child);
}

#endif
