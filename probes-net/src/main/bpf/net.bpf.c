/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Reports what tracked processes send and receive over TCP and UDP, and the changes of state and retransmissions of their
 * TCP connections. README.md of this module says what counts.
 */
#include <observoor/emit.bpf.h>
#include <observoor/preemption.bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include "connections.bpf.h"

char LICENSE[] SEC("license") = "GPL";

/* Per architecture: registers of arguments and results, and numbers of system calls. */
#if defined(__TARGET_ARCH_x86)
#define ARGUMENT_1(registers) ((registers)->di)
#define ARGUMENT_2(registers) ((registers)->si)
#define ARGUMENT_4(registers) ((registers)->cx)
#define ARGUMENT_5(registers) ((registers)->r8)
#define RESULT(registers) ((registers)->ax)
#define NUMBER(registers) ((registers)->orig_ax)
#define NR_splice 275
#define NR_getsockopt 55
#elif defined(__TARGET_ARCH_arm64)
#define ARGUMENT_1(registers) ((registers)->regs[0])
#define ARGUMENT_2(registers) ((registers)->regs[1])
#define ARGUMENT_4(registers) ((registers)->regs[3])
#define ARGUMENT_5(registers) ((registers)->regs[4])
#define RESULT(registers) ((registers)->regs[0])
#define NUMBER(registers) ((registers)->syscallno)
#define NR_splice 76
#define NR_getsockopt 209
#endif

/* sock:sock_send_length and sock_recv_length, since Linux 6.3: for sockets of every family and for failed calls, too. */

SEC("tp_btf/sock_send_length")
int BPF_PROG(tcp_send_btf, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return tcp_send(socket, result, BTF_LOAD);
}

SEC("tp_btf/sock_send_length")
int BPF_PROG(udp_send_btf, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return udp_transfer(NET_TX_UDP, socket, result, BTF_LOAD);
}

SEC("tp_btf/sock_recv_length")
int BPF_PROG(tcp_recv_btf, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return tcp_recv(socket, result, flags, BTF_LOAD);
}

SEC("tp_btf/sock_recv_length")
int BPF_PROG(udp_recv_btf, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return consumes(flags) ? udp_transfer(NET_RX_UDP, socket, result, BTF_LOAD) : 0;
}

SEC("raw_tp/sock_send_length")
int BPF_PROG(tcp_send_raw, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return tcp_send(socket, result, PROBE_READ);
}

SEC("raw_tp/sock_send_length")
int BPF_PROG(udp_send_raw, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return udp_transfer(NET_TX_UDP, socket, result, PROBE_READ);
}

SEC("raw_tp/sock_recv_length")
int BPF_PROG(tcp_recv_raw, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return tcp_recv(socket, result, flags, PROBE_READ);
}

SEC("raw_tp/sock_recv_length")
int BPF_PROG(udp_recv_raw, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return consumes(flags) ? udp_transfer(NET_RX_UDP, socket, result, PROBE_READ) : 0;
}

/* Record of the tracepoints sock:sock_send_length and sock_recv_length (see their `format` files). */
struct sock_length_record {
	__u64 common;
	__u64 socket;
	__u16 family;
	__u16 protocol;
	__s32 result;
	__s32 flags;
};

SEC("tp/sock/sock_send_length")
int tcp_send_tracepoint(struct sock_length_record *record)
{
	return tcp_send((struct sock *)record->socket, record->result, PROBE_READ);
}

SEC("tp/sock/sock_send_length")
int udp_send_tracepoint(struct sock_length_record *record)
{
	return udp_transfer(NET_TX_UDP, (struct sock *)record->socket, record->result, PROBE_READ);
}

SEC("tp/sock/sock_recv_length")
int tcp_recv_tracepoint(struct sock_length_record *record)
{
	return tcp_recv((struct sock *)record->socket, record->result, record->flags, PROBE_READ);
}

SEC("tp/sock/sock_recv_length")
int udp_recv_tracepoint(struct sock_length_record *record)
{
	return consumes(record->flags) ? udp_transfer(NET_RX_UDP, (struct sock *)record->socket, record->result, PROBE_READ) : 0;
}

/*
 * tcp_rcv_space_adjust() runs after every read of a TCP socket. Only reads that sock_recv_length does not see are counted
 * here: those by splice and TCP_ZEROCOPY_RECEIVE, recognized by the thread's system call.
 */
static __always_inline bool in_splice_or_getsockopt(void)
{
	struct pt_regs *registers = (void *)bpf_task_pt_regs(bpf_get_current_task_btf());
	long number = NUMBER(registers);

	return number == NR_splice || number == NR_getsockopt;
}

SEC("tp_btf/tcp_rcv_space_adjust")
int BPF_PROG(tcp_rcv_space_adjust_btf, struct sock *socket)
{
	return in_splice_or_getsockopt() ? tcp_read(socket, BTF_LOAD) : 0;
}

SEC("raw_tp/tcp_rcv_space_adjust")
int BPF_PROG(tcp_rcv_space_adjust_raw, struct sock *socket)
{
	return in_splice_or_getsockopt() ? tcp_read(socket, PROBE_READ) : 0;
}

/*
 * Both threads and interrupts change states and retransmit segments, and the kernel skips a program that is already running.
 * So there are two programs each, of which the second handles what the first missed (preemption.bpf.h).
 */

#define SET_STATE(section, name, access, run)                                                 \
	SEC(section "/inet_sock_set_state")                                                  \
	int BPF_PROG(name, struct sock *socket, int old_state, int new_state)                \
	{                                                                                    \
		return set_state(socket, old_state, new_state, access, run);                 \
	}

SET_STATE("tp_btf", inet_sock_set_state_btf, BTF_LOAD, FIRST)
SET_STATE("tp_btf", inet_sock_set_state_btf_again, BTF_LOAD, SECOND)
SET_STATE("raw_tp", inet_sock_set_state_raw, PROBE_READ, FIRST)
SET_STATE("raw_tp", inet_sock_set_state_raw_again, PROBE_READ, SECOND)

/* Record of the tracepoint sock:inet_sock_set_state. */
struct set_state_record {
	__u64 common;
	__u64 socket;
	__s32 old_state;
	__s32 new_state;
};

SEC("tp/sock/inet_sock_set_state")
int inet_sock_set_state_tracepoint(struct set_state_record *record)
{
	return set_state((struct sock *)record->socket, record->old_state, record->new_state, PROBE_READ, FIRST);
}

/*
 * tcp:tcp_retransmit_skb also reports failed attempts, with an error, since Linux 6.17 (commit ad892e912b84, "tcp: trace
 * retransmit failures in tcp_retransmit_skb"). Older kernels reject the programs that read the error.
 */
#define RETRANSMIT_SKB_ERR(section, name, access)                                            \
	SEC(section "/tcp_retransmit_skb")                                                   \
	int BPF_PROG(name, struct sock *socket, struct sk_buff *buffer, int error)           \
	{                                                                                    \
		return retransmit_skb(socket, buffer, error, access);                        \
	}

#define RETRANSMIT_SKB(section, name, access)                                                \
	SEC(section "/tcp_retransmit_skb")                                                   \
	int BPF_PROG(name, struct sock *socket, struct sk_buff *buffer)                      \
	{                                                                                    \
		return retransmit_skb(socket, buffer, 0, access);                            \
	}

RETRANSMIT_SKB_ERR("tp_btf", tcp_retransmit_skb_err_btf, BTF_LOAD)
RETRANSMIT_SKB_ERR("tp_btf", tcp_retransmit_skb_err_btf_again, BTF_LOAD)
RETRANSMIT_SKB("tp_btf", tcp_retransmit_skb_btf, BTF_LOAD)
RETRANSMIT_SKB("tp_btf", tcp_retransmit_skb_btf_again, BTF_LOAD)
RETRANSMIT_SKB_ERR("raw_tp", tcp_retransmit_skb_err_raw, PROBE_READ)
RETRANSMIT_SKB_ERR("raw_tp", tcp_retransmit_skb_err_raw_again, PROBE_READ)
RETRANSMIT_SKB("raw_tp", tcp_retransmit_skb_raw, PROBE_READ)
RETRANSMIT_SKB("raw_tp", tcp_retransmit_skb_raw_again, PROBE_READ)

/* Beginning of the record of the tracepoint tcp:tcp_retransmit_skb. */
struct retransmit_record {
	__u64 common;
	__u64 buffer;
	__u64 socket;
};

/* The kernel's type of that record, if it has one of its own. */
struct trace_event_raw_tcp_retransmit_skb {
	int err;
} __attribute__((preserve_access_index));

SEC("tp/tcp/tcp_retransmit_skb")
int tcp_retransmit_skb_tracepoint(struct retransmit_record *record)
{
	struct trace_event_raw_tcp_retransmit_skb *tried = (void *)record;
	int error = 0;

	if (bpf_core_field_exists(tried->err))
		bpf_probe_read_kernel(&error, sizeof(error), (void *)record + bpf_core_field_offset(tried->err));
	return retransmit_skb((struct sock *)record->socket, (struct sk_buff *)record->buffer, error, PROBE_READ);
}

/*
 * Programs on functions of the protocols, for kernels without sock_send_length and sock_recv_length (before Linux 6.3): by
 * fexit, or by a kprobe, which keeps the arguments, and a kretprobe, which has the result.
 *
 * udpv6_sendmsg calls udp_sendmsg for mapped IPv4 addresses, so the latter counts IPv4 sockets only.
 */

/* include/linux/socket.h, since Linux 6.5 */
#define MSG_SPLICE_PAGES 0x8000000

struct msghdr {
	unsigned int msg_flags;
} __attribute__((preserve_access_index));

/*
 * Whether udp_sendpage() sends the message, and its own program counts it: in late releases of 6.1 it calls udp_sendmsg()
 * (commit 7ac7c987850c, "udp: Convert udp_sendpage() to use MSG_SPLICE_PAGES"). Linux 6.5 has no udp_sendpage().
 */
static __always_inline bool is_sendpage(__u32 flags)
{
	return LINUX_KERNEL_VERSION < KERNEL_VERSION(6, 5, 0) && flags & MSG_SPLICE_PAGES;
}

static __always_inline bool is_ipv4(struct sock *socket, const enum socket_access access)
{
	return SOCKET_READ(socket, __sk_common.skc_family, access) == AF_INET;
}

SEC("fexit/tcp_sendmsg")
int BPF_PROG(tcp_sendmsg_fexit, struct sock *socket, void *message, unsigned long size, int result)
{
	return tcp_send(socket, result, BTF_LOAD);
}

/* Up to Linux 6.4; dc97391e6610 ("sock: Remove ->sendpage*() in favour of sendmsg(MSG_SPLICE_PAGES)") removed it. */
SEC("fexit/tcp_sendpage")
int BPF_PROG(tcp_sendpage_fexit, struct sock *socket, void *page, int offset, unsigned long size, int flags, int result)
{
	return tcp_send(socket, result, BTF_LOAD);
}

SEC("fexit/udp_sendmsg")
int BPF_PROG(udp_sendmsg_fexit, struct sock *socket, struct msghdr *message, unsigned long size, int result)
{
	if (!is_ipv4(socket, BTF_LOAD) || is_sendpage(message->msg_flags))
		return 0;
	return udp_transfer(NET_TX_UDP, socket, result, BTF_LOAD);
}

SEC("fexit/udpv6_sendmsg")
int BPF_PROG(udpv6_sendmsg_fexit, struct sock *socket, void *message, unsigned long size, int result)
{
	return udp_transfer(NET_TX_UDP, socket, result, BTF_LOAD);
}

/* Up to Linux 6.4; IPv4 only. */
SEC("fexit/udp_sendpage")
int BPF_PROG(udp_sendpage_fexit, struct sock *socket, void *page, int offset, unsigned long size, int flags, int result)
{
	return udp_transfer(NET_TX_UDP, socket, result, BTF_LOAD);
}

/* Up to Linux 5.18: ec095263a965 ("net: remove noblock parameter from recvmsg() entities"). Later kernels reject it. */
SEC("fexit/tcp_recvmsg")
int BPF_PROG(tcp_recvmsg_noblock_fexit, struct sock *socket, void *message, unsigned long size, int noblock, int flags,
	     int *length, int result)
{
	return tcp_recv(socket, result, flags, BTF_LOAD);
}

SEC("fexit/tcp_recvmsg")
int BPF_PROG(tcp_recvmsg_fexit, struct sock *socket, void *message, unsigned long size, int flags, int *length,
	     int result)
{
	return tcp_recv(socket, result, flags, BTF_LOAD);
}

SEC("fexit/udp_recvmsg")
int BPF_PROG(udp_recvmsg_noblock_fexit, struct sock *socket, void *message, unsigned long size, int noblock, int flags,
	     int *length, int result)
{
	return consumes(flags) ? udp_transfer(NET_RX_UDP, socket, result, BTF_LOAD) : 0;
}

SEC("fexit/udp_recvmsg")
int BPF_PROG(udp_recvmsg_fexit, struct sock *socket, void *message, unsigned long size, int flags, int *length,
	     int result)
{
	return consumes(flags) ? udp_transfer(NET_RX_UDP, socket, result, BTF_LOAD) : 0;
}

SEC("fexit/udpv6_recvmsg")
int BPF_PROG(udpv6_recvmsg_noblock_fexit, struct sock *socket, void *message, unsigned long size, int noblock, int flags,
	     int *length, int result)
{
	return consumes(flags) ? udp_transfer(NET_RX_UDP, socket, result, BTF_LOAD) : 0;
}

SEC("fexit/udpv6_recvmsg")
int BPF_PROG(udpv6_recvmsg_fexit, struct sock *socket, void *message, unsigned long size, int flags, int *length,
	     int result)
{
	return consumes(flags) ? udp_transfer(NET_RX_UDP, socket, result, BTF_LOAD) : 0;
}

/* sock_recv_length does not see splice. */
SEC("fexit/tcp_splice_read")
int BPF_PROG(tcp_splice_read_fexit, struct socket *file, long long *position, void *pipe, unsigned long size,
	     unsigned int flags, long result)
{
	return tcp_recv(file->sk, result, 0, BTF_LOAD);
}

/* getsockopt(TCP_ZEROCOPY_RECEIVE): bytes of mapped pages, and copied bytes that do not fill a page. */
SEC("fexit/tcp_zerocopy_receive")
int BPF_PROG(tcp_zerocopy_receive_fexit, struct sock *socket, struct tcp_zerocopy_receive *request, void *stamps,
	     int result)
{
	__s64 bytes;

	if (result)
		return 0;
	bytes = BPF_CORE_READ(request, length);
	if (BPF_CORE_READ(request, copybuf_len) > 0)
		bytes += BPF_CORE_READ(request, copybuf_len);
	return tcp_recv(socket, bytes, 0, BTF_LOAD);
}

SEC("fentry/inet_csk_accept")
int BPF_PROG(inet_csk_accept_fentry, struct sock *socket)
{
	return accept(socket, BTF_LOAD);
}

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

/* A call in progress. The function is part of the key, because udpv6_sendmsg calls udp_sendmsg. */
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

static __always_inline int call_enter(__u32 function, struct sock *socket, __u64 flags)
{
	struct call_key key = { .tid = bpf_get_current_pid_tgid(), .function = function };
	struct call call = { .socket = (__u64)socket, .flags = flags };
	struct observoor_origin origin;

	if (observoor_current(&origin))
		bpf_map_update_elem(&calls, &key, &call, BPF_ANY);
	return 0;
}

/* Removes the call into `call`; returns false if its entry was not seen. */
static __always_inline bool call_return(__u32 function, struct call *call)
{
	struct call_key key = { .tid = bpf_get_current_pid_tgid(), .function = function };
	struct call *entered = bpf_map_lookup_elem(&calls, &key);

	if (!entered)
		return false;
	*call = *entered;
	bpf_map_delete_elem(&calls, &key);
	return true;
}

/* The flags of a receive: the fifth argument up to Linux 5.18 (see tcp_recvmsg_noblock_fexit). */
static __always_inline __u64 recvmsg_flags(struct pt_regs *registers)
{
	__u64 fourth = ARGUMENT_4(registers), fifth = ARGUMENT_5(registers);

	/* loads both: the verifier rejects a load from a selected address */
	barrier_var(fourth);
	barrier_var(fifth);
	return LINUX_KERNEL_VERSION >= KERNEL_VERSION(5, 19, 0) ? fourth : fifth;
}

/* clang-format off */
#define FUNCTION_PROBES(name, function, flags, action)                                                                 \
	SEC("kprobe/" #name)                                                                                           \
	int name##_kprobe(struct pt_regs *registers)                                                                   \
	{                                                                                                              \
		return call_enter(function, (struct sock *)ARGUMENT_1(registers), flags);                              \
	}                                                                                                              \
                                                                                                                       \
	SEC("kretprobe/" #name)                                                                                        \
	int name##_kretprobe(struct pt_regs *registers)                                                                \
	{                                                                                                              \
		struct call call;                                                                                      \
                                                                                                                       \
		if (!call_return(function, &call))                                                                     \
			return 0;                                                                                      \
		struct sock *socket = (struct sock *)call.socket;                                                      \
		int result = RESULT(registers);                                                                        \
                                                                                                                       \
		return action;                                                                                         \
	}
/* clang-format on */

FUNCTION_PROBES(tcp_sendmsg, TCP_SENDMSG, 0, tcp_send(socket, result, PROBE_READ))
FUNCTION_PROBES(tcp_sendpage, TCP_SENDPAGE, 0, tcp_send(socket, result, PROBE_READ))
FUNCTION_PROBES(udp_sendmsg, UDP_SENDMSG, BPF_CORE_READ((struct msghdr *)ARGUMENT_2(registers), msg_flags),
		is_ipv4(socket, PROBE_READ) && !is_sendpage(call.flags) ? udp_transfer(NET_TX_UDP, socket, result, PROBE_READ) : 0)
FUNCTION_PROBES(udpv6_sendmsg, UDPV6_SENDMSG, 0, udp_transfer(NET_TX_UDP, socket, result, PROBE_READ))
FUNCTION_PROBES(udp_sendpage, UDP_SENDPAGE, 0, udp_transfer(NET_TX_UDP, socket, result, PROBE_READ))
FUNCTION_PROBES(tcp_recvmsg, TCP_RECVMSG, recvmsg_flags(registers), tcp_recv(socket, result, call.flags, PROBE_READ))
FUNCTION_PROBES(udp_recvmsg, UDP_RECVMSG, recvmsg_flags(registers),
		consumes(call.flags) ? udp_transfer(NET_RX_UDP, socket, result, PROBE_READ) : 0)
FUNCTION_PROBES(udpv6_recvmsg, UDPV6_RECVMSG, recvmsg_flags(registers),
		consumes(call.flags) ? udp_transfer(NET_RX_UDP, socket, result, PROBE_READ) : 0)
FUNCTION_PROBES(tcp_splice_read, TCP_SPLICE_READ, 0,
		tcp_recv(BPF_CORE_READ((struct socket *)socket, sk), result, 0, PROBE_READ))

SEC("kprobe/inet_csk_accept")
int inet_csk_accept_kprobe(struct pt_regs *registers)
{
	return accept((struct sock *)ARGUMENT_1(registers), PROBE_READ);
}
