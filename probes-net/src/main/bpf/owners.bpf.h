/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef OWNERS_BPF_H
#define OWNERS_BPF_H

#include "net.h"
#include "socket.bpf.h"

/*
 * The tracked process that owns a TCP socket: later events of the socket come in interrupts, where the current process is
 * arbitrary. The owner is set by connect or listen; a listener's child inherits it when it is created; a socket that is
 * older than the tracking of its process gets it at the first send or receive. Sockets of untracked processes have none.
 */
struct socket_owner {
	struct observoor_origin origin;
	__u8 copied_seq_valid;
	__u8 state;	   /* the last state seen; 0: none */
	__u32 copied_seq;  /* sequence number up to which reads are counted */
	__u32 total_retrans; /* of tcp_sock, when last seen */
};

/*
 * By the address of the sock. An element is deleted when the socket closes. If no program sees that (a socket that is read
 * after its end), the LRU evicts the element, and connect, listen and the creation of a child reset it if the address is
 * reused.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 32768);
	__type(key, __u64);
	__type(value, struct socket_owner);
} socket_owners SEC(".maps");

/* The local address of a listener, which its children share. */
struct listener_key {
	__u64 net;
	__be32 address[4]; /* IPv4: the first element */
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

/* Whether an enabled event needs owners. */
static __always_inline bool owners_needed(void)
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

	/* padding included: older verifiers reject a copy of uninitialized bytes */
	__builtin_memset(&owner, 0, sizeof(owner));
	owner.origin.pid = origin->pid;
	owner.origin.tid = origin->tid;
	owner.origin.client_type = origin->client_type;
	bpf_map_update_elem(&socket_owners, &key, &owner, BPF_ANY);
}

static __always_inline void owner_delete(struct sock *socket)
{
	__u64 key = (__u64)socket;

	bpf_map_delete_elem(&socket_owners, &key);
}

/*
 * Makes a tracked process that uses an open socket its owner and returns the element; NULL if the socket is closed or the map
 * is full.
 */
static __always_inline struct socket_owner *owner_claim(struct sock *socket, const struct observoor_origin *origin,
							const enum socket_access access)
{
	struct socket_owner *owner = owner_find(socket);

	if (owner) {
		if (owner->origin.pid != origin->pid)
			owner->origin = *origin;
		return owner;
	}
	/* nothing would delete an element that a read from a closed socket creates */
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

static __always_inline void listener_set(struct sock *socket, const struct observoor_origin *origin,
					 const enum socket_access access)
{
	struct observoor_origin owner;
	struct listener_key key;

	__builtin_memset(&owner, 0, sizeof(owner));
	owner.pid = origin->pid;
	owner.tid = origin->tid;
	owner.client_type = origin->client_type;
	listener_key(socket, &key, access);
	bpf_map_update_elem(&listeners, &key, &owner, BPF_ANY);
}

static __always_inline void listener_delete(struct sock *socket, const enum socket_access access)
{
	struct listener_key key;

	listener_key(socket, &key, access);
	bpf_map_delete_elem(&listeners, &key);
}

/*
 * Gives a new child the owner of its listener. Depending on the version of inet_csk_clone_lock(), the child has the address
 * of the listener, which may be a wildcard, or already its own.
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
		owner_delete(child);
}

#endif
