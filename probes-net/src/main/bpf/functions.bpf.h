/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef FUNCTIONS_BPF_H
#define FUNCTIONS_BPF_H

/*
 * Kernels without the tracepoints sock_send_length and sock_recv_length (before 6.3): the protocols' own functions, by
 * fexit where that works, else by a probe at the entry, which keeps the arguments, and one at the return, which has the
 * result.
 *
 * udpv6_sendmsg hands what goes to a mapped IPv4 address to udp_sendmsg: that one counts IPv4 sockets only.
 */
#include "connections.bpf.h"

extern int LINUX_KERNEL_VERSION __kconfig;

/* include/linux/socket.h, from Linux 6.5 on */
#define MSG_SPLICE_PAGES 0x8000000

struct msghdr {
	unsigned int msg_flags;
} __attribute__((preserve_access_index));

/*
 * Whether a message is one of udp_sendpage, which is counted there: late releases of 6.1 have that send through udp_sendmsg
 * (commit 7ac7c987850c, "udp: Convert udp_sendpage() to use MSG_SPLICE_PAGES"); 6.5 has no udp_sendpage any more.
 */
static __always_inline bool of_sendpage(__u32 flags)
{
	return LINUX_KERNEL_VERSION < KERNEL_VERSION(6, 5, 0) && flags & MSG_SPLICE_PAGES;
}

static __always_inline bool is_ipv4(struct sock *socket, const enum socket_access access)
{
	return SOCKET_READ(socket, __sk_common.skc_family, access) == AF_INET;
}

/* fexit: the arguments, then the result. */

SEC("fexit/tcp_sendmsg")
int BPF_PROG(tcp_sendmsg_exit, struct sock *socket, void *message, unsigned long size, int result)
{
	return tcp_sent(socket, result, TYPED);
}

/* To Linux 6.4; commit dc97391e6610 ("sock: Remove ->sendpage*() in favour of sendmsg(MSG_SPLICE_PAGES)") took it away. */
SEC("fexit/tcp_sendpage")
int BPF_PROG(tcp_sendpage_exit, struct sock *socket, void *page, int offset, unsigned long size, int flags, int result)
{
	return tcp_sent(socket, result, TYPED);
}

SEC("fexit/udp_sendmsg")
int BPF_PROG(udp_sendmsg_exit, struct sock *socket, struct msghdr *message, unsigned long size, int result)
{
	if (!is_ipv4(socket, TYPED) || of_sendpage(message->msg_flags))
		return 0;
	return udp_moved(NET_TX_UDP, socket, result, TYPED);
}

SEC("fexit/udpv6_sendmsg")
int BPF_PROG(udpv6_sendmsg_exit, struct sock *socket, void *message, unsigned long size, int result)
{
	return udp_moved(NET_TX_UDP, socket, result, TYPED);
}

/* To Linux 6.4; datagrams of IPv4 only. */
SEC("fexit/udp_sendpage")
int BPF_PROG(udp_sendpage_exit, struct sock *socket, void *page, int offset, unsigned long size, int flags, int result)
{
	return udp_moved(NET_TX_UDP, socket, result, TYPED);
}

/* To Linux 5.18; commit ec095263a965 ("net: remove noblock parameter from recvmsg() entities"). Refused by later ones. */
SEC("fexit/tcp_recvmsg")
int BPF_PROG(tcp_recvmsg_noblock_exit, struct sock *socket, void *message, unsigned long size, int noblock, int flags,
	     int *length, int result)
{
	return tcp_received(socket, result, flags, TYPED);
}

SEC("fexit/tcp_recvmsg")
int BPF_PROG(tcp_recvmsg_exit, struct sock *socket, void *message, unsigned long size, int flags, int *length,
	     int result)
{
	return tcp_received(socket, result, flags, TYPED);
}

SEC("fexit/udp_recvmsg")
int BPF_PROG(udp_recvmsg_noblock_exit, struct sock *socket, void *message, unsigned long size, int noblock, int flags,
	     int *length, int result)
{
	return takes(flags) ? udp_moved(NET_RX_UDP, socket, result, TYPED) : 0;
}

SEC("fexit/udp_recvmsg")
int BPF_PROG(udp_recvmsg_exit, struct sock *socket, void *message, unsigned long size, int flags, int *length,
	     int result)
{
	return takes(flags) ? udp_moved(NET_RX_UDP, socket, result, TYPED) : 0;
}

SEC("fexit/udpv6_recvmsg")
int BPF_PROG(udpv6_recvmsg_noblock_exit, struct sock *socket, void *message, unsigned long size, int noblock, int flags,
	     int *length, int result)
{
	return takes(flags) ? udp_moved(NET_RX_UDP, socket, result, TYPED) : 0;
}

SEC("fexit/udpv6_recvmsg")
int BPF_PROG(udpv6_recvmsg_exit, struct sock *socket, void *message, unsigned long size, int flags, int *length,
	     int result)
{
	return takes(flags) ? udp_moved(NET_RX_UDP, socket, result, TYPED) : 0;
}

/* Splices pass by the tracepoints, too. */
SEC("fexit/tcp_splice_read")
int BPF_PROG(tcp_splice_read_exit, struct socket *file, long long *position, void *pipe, unsigned long size,
	     unsigned int flags, long result)
{
	return tcp_received(file->sk, result, 0, TYPED);
}

/* getsockopt(TCP_ZEROCOPY_RECEIVE): pages mapped, and bytes copied that fill no page. */
SEC("fexit/tcp_zerocopy_receive")
int BPF_PROG(tcp_zerocopy_receive_exit, struct sock *socket, struct tcp_zerocopy_receive *request, void *stamps,
	     int result)
{
	__s64 bytes;

	if (result)
		return 0;
	bytes = BPF_CORE_READ(request, length);
	if (BPF_CORE_READ(request, copybuf_len) > 0)
		bytes += BPF_CORE_READ(request, copybuf_len);
	return tcp_received(socket, bytes, 0, TYPED);
}

SEC("fentry/inet_csk_accept")
int BPF_PROG(accept_entry, struct sock *socket)
{
	return accept_entered(socket, TYPED);
}

/* kprobes */

enum function {
	TCP_SENDMSG,
	TCP_SENDPAGE,
	UDP_SENDMSG,
	UDPV6_SENDMSG,
	UDP_SENDPAGE,
	TCP_RECVMSG,
	UDP_RECVMSG,
	UDPV6_RECVMSG,
	TCP_SPLICE_READ,
};

/* A function in progress; udpv6_sendmsg can have udp_sendmsg in progress within it. */
struct call_key {
	__u32 tid;
	__u32 function;
};

struct call {
	__u64 socket;
	__u32 flags;
	__u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, struct call_key);
	__type(value, struct call);
} calls SEC(".maps");

static __always_inline int call_begins(__u32 function, struct sock *socket, __u64 flags)
{
	struct call_key key = { .tid = bpf_get_current_pid_tgid(), .function = function };
	struct call call = { .socket = (__u64)socket, .flags = flags };
	struct observoor_origin origin;

	if (observoor_current(&origin))
		bpf_map_update_elem(&calls, &key, &call, BPF_ANY);
	return 0;
}

/* Fills `call` with what began; false when that was not seen. */
static __always_inline bool call_ends(__u32 function, struct call *call)
{
	struct call_key key = { .tid = bpf_get_current_pid_tgid(), .function = function };
	struct call *begun = bpf_map_lookup_elem(&calls, &key);

	if (!begun)
		return false;
	*call = *begun;
	bpf_map_delete_elem(&calls, &key);
	return true;
}

/* The flags of a receive: see tcp_recvmsg_noblock_exit. */
static __always_inline __u64 receive_flags(struct pt_regs *registers)
{
	__u64 fourth = ARGUMENT_4(registers), fifth = ARGUMENT_5(registers);

	/* both are loaded: the verifier does not take one load from an address that is chosen */
	barrier_var(fourth);
	barrier_var(fifth);
	return LINUX_KERNEL_VERSION >= KERNEL_VERSION(5, 19, 0) ? fourth : fifth;
}

/* clang-format off */
#define FUNCTION_PROBES(name, function, flags, action)                                                                 \
	SEC("kprobe/" #name)                                                                                           \
	int name##_entered(struct pt_regs *registers)                                                                  \
	{                                                                                                              \
		return call_begins(function, (struct sock *)ARGUMENT_1(registers), flags);                             \
	}                                                                                                              \
                                                                                                                       \
	SEC("kretprobe/" #name)                                                                                        \
	int name##_returned(struct pt_regs *registers)                                                                 \
	{                                                                                                              \
		struct call call;                                                                                      \
                                                                                                                       \
		if (!call_ends(function, &call))                                                                       \
			return 0;                                                                                      \
		struct sock *socket = (struct sock *)call.socket;                                                      \
		int result = RESULT(registers);                                                                        \
                                                                                                                       \
		return action;                                                                                         \
	}
/* clang-format on */

FUNCTION_PROBES(tcp_sendmsg, TCP_SENDMSG, 0, tcp_sent(socket, result, UNTYPED))
FUNCTION_PROBES(tcp_sendpage, TCP_SENDPAGE, 0, tcp_sent(socket, result, UNTYPED))
FUNCTION_PROBES(udp_sendmsg, UDP_SENDMSG, BPF_CORE_READ((struct msghdr *)ARGUMENT_2(registers), msg_flags),
		is_ipv4(socket, UNTYPED) && !of_sendpage(call.flags) ? udp_moved(NET_TX_UDP, socket, result, UNTYPED) : 0)
FUNCTION_PROBES(udpv6_sendmsg, UDPV6_SENDMSG, 0, udp_moved(NET_TX_UDP, socket, result, UNTYPED))
FUNCTION_PROBES(udp_sendpage, UDP_SENDPAGE, 0, udp_moved(NET_TX_UDP, socket, result, UNTYPED))
FUNCTION_PROBES(tcp_recvmsg, TCP_RECVMSG, receive_flags(registers), tcp_received(socket, result, call.flags, UNTYPED))
FUNCTION_PROBES(udp_recvmsg, UDP_RECVMSG, receive_flags(registers),
		takes(call.flags) ? udp_moved(NET_RX_UDP, socket, result, UNTYPED) : 0)
FUNCTION_PROBES(udpv6_recvmsg, UDPV6_RECVMSG, receive_flags(registers),
		takes(call.flags) ? udp_moved(NET_RX_UDP, socket, result, UNTYPED) : 0)
FUNCTION_PROBES(tcp_splice_read, TCP_SPLICE_READ, 0,
		tcp_received(BPF_CORE_READ((struct socket *)socket, sk), result, 0, UNTYPED))

SEC("kprobe/inet_csk_accept")
int inet_csk_accept_entered(struct pt_regs *registers)
{
	return accept_entered((struct sock *)ARGUMENT_1(registers), UNTYPED);
}

#endif
