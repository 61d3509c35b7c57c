/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef SOCKET_BPF_H
#define SOCKET_BPF_H

#include <observoor/emit.bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

/* include/linux/socket.h */
#define AF_INET 2
#define AF_INET6 10
#define MSG_PEEK 0x2
#define MSG_ERRQUEUE 0x2000

/* include/uapi/linux/in.h */
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define IPPROTO_MPTCP 262

/* include/net/tcp_states.h */
enum {
	TCP_ESTABLISHED = 1,
	TCP_SYN_SENT = 2,
	TCP_SYN_RECV = 3,
	TCP_CLOSE = 7,
	TCP_LISTEN = 10,
};

/* include/net/sock.h, enum sock_flags: of TCP, only tcp_fin() sets this bit */
#define SOCK_DONE 1

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct net;

/* include/net/net_namespace.h */
typedef struct {
	struct net *net;
} possible_net_t;

/* include/uapi/linux/in6.h */
struct in6_addr {
	union {
		__be32 u6_addr32[4];
	} in6_u;
};

/* include/net/sock.h (there the first members are in anonymous unions) */
struct sock_common {
	__be32 skc_rcv_saddr;
	__be16 skc_dport;
	__u16 skc_num; /* the local port, host order */
	unsigned short skc_family;
	volatile unsigned char skc_state;
	possible_net_t skc_net;
	struct in6_addr skc_v6_rcv_saddr;
	unsigned long skc_flags; /* bits of enum sock_flags */
};

struct sock {
	struct sock_common __sk_common;
	__u16 sk_protocol; /* a plain member since Linux 5.6 */
};

/* include/linux/net.h */
struct socket {
	struct sock *sk;
};

/* include/linux/tcp.h */
struct tcp_sock {
	__u32 snd_cwnd;
	__u32 srtt_us; /* 8 × us */
	__u32 rcv_nxt;
	__u32 copied_seq; /* first byte that the application has not read */
	__u32 total_retrans;
};

/* include/uapi/linux/tcp.h */
struct tcp_zerocopy_receive {
	__u32 length;
	__s32 copybuf_len;
};

/* include/linux/skbuff.h */
struct sk_buff {
	unsigned int len;
};

#pragma clang attribute pop

/*
 * How a program reads a socket, a compile-time constant: by direct loads if the verifier knows its type (tp_btf, fexit),
 * otherwise by bpf_probe_read_kernel().
 */
enum socket_access { BTF_LOAD, PROBE_READ };

#define SOCKET_READ(socket, member, access)                                                                            \
	((access) == BTF_LOAD ? (socket)->member : BPF_CORE_READ(socket, member))

struct socket_ports {
	__u16 local;
	__u16 remote; /* 0 for an unconnected datagram socket */
};

static __always_inline __u16 socket_protocol(struct sock *socket, const enum socket_access access)
{
	__u16 family = SOCKET_READ(socket, __sk_common.skc_family, access);

	/* other families have other protocol numbers */
	if (family != AF_INET && family != AF_INET6)
		return 0;
	return SOCKET_READ(socket, sk_protocol, access);
}

static __always_inline struct socket_ports socket_ports(struct sock *socket, const enum socket_access access)
{
	struct socket_ports ports = {
		.local = SOCKET_READ(socket, __sk_common.skc_num, access),
		.remote = bpf_ntohs(SOCKET_READ(socket, __sk_common.skc_dport, access)),
	};

	return ports;
}

/* Members of tcp_sock. */
struct socket_tcp {
	__u32 srtt_us;
	__u32 snd_cwnd;
	__u32 rcv_nxt;
	__u32 copied_seq;
};

/* Fills `tcp`; only for IPPROTO_TCP, because a multipath socket is another struct. */
static __always_inline bool socket_tcp(struct sock *socket, struct socket_tcp *tcp, const enum socket_access access)
{
	if (access == BTF_LOAD) {
		struct tcp_sock *typed = bpf_skc_to_tcp_sock(socket);

		if (!typed)
			return false;
		tcp->srtt_us = typed->srtt_us >> 3;
		tcp->snd_cwnd = typed->snd_cwnd;
		tcp->rcv_nxt = typed->rcv_nxt;
		tcp->copied_seq = typed->copied_seq;
		return true;
	}
	struct tcp_sock *untyped = (void *)socket;

	tcp->srtt_us = BPF_CORE_READ(untyped, srtt_us) >> 3;
	tcp->snd_cwnd = BPF_CORE_READ(untyped, snd_cwnd);
	tcp->rcv_nxt = BPF_CORE_READ(untyped, rcv_nxt);
	tcp->copied_seq = BPF_CORE_READ(untyped, copied_seq);
	return true;
}

/* Number of retransmitted segments of a TCP socket, the current one included (__tcp_retransmit_skb). */
static __always_inline __u32 socket_total_retrans(struct sock *socket, const enum socket_access access)
{
	struct tcp_sock *typed = access == BTF_LOAD ? bpf_skc_to_tcp_sock(socket) : NULL;

	if (access == BTF_LOAD)
		return typed ? typed->total_retrans : 0;
	return BPF_CORE_READ((struct tcp_sock *)socket, total_retrans);
}

#endif
