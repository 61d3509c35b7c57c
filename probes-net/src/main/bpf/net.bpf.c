/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * What tracked processes send and receive over TCP and UDP, and what becomes of their TCP connections. What counts, and what
 * does not, is in README.md beside this module.
 */
#include <observoor/emit.bpf.h>
#include <observoor/preemption.bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include "registers.bpf.h"
#include "functions.bpf.h"

char LICENSE[] SEC("license") = "GPL";

/* sock:sock_send_length and sock_recv_length, Linux 6.3 on: every socket of every family, whatever became of the call. */

SEC("tp_btf/sock_send_length")
int BPF_PROG(tcp_sent_btf, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return tcp_sent(socket, result, TYPED);
}

SEC("tp_btf/sock_send_length")
int BPF_PROG(udp_sent_btf, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return udp_moved(NET_TX_UDP, socket, result, TYPED);
}

SEC("tp_btf/sock_recv_length")
int BPF_PROG(tcp_received_btf, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return tcp_received(socket, result, flags, TYPED);
}

SEC("tp_btf/sock_recv_length")
int BPF_PROG(udp_received_btf, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return takes(flags) ? udp_moved(NET_RX_UDP, socket, result, TYPED) : 0;
}

SEC("raw_tp/sock_send_length")
int BPF_PROG(tcp_sent_raw, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return tcp_sent(socket, result, UNTYPED);
}

SEC("raw_tp/sock_send_length")
int BPF_PROG(udp_sent_raw, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return udp_moved(NET_TX_UDP, socket, result, UNTYPED);
}

SEC("raw_tp/sock_recv_length")
int BPF_PROG(tcp_received_raw, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return tcp_received(socket, result, flags, UNTYPED);
}

SEC("raw_tp/sock_recv_length")
int BPF_PROG(udp_received_raw, struct sock *socket, int result, int flags)
{
	refuse_preemption();
	return takes(flags) ? udp_moved(NET_RX_UDP, socket, result, UNTYPED) : 0;
}

/* The record of the tracepoints sock:sock_send_length and sock_recv_length (their `format` files). */
struct length_record {
	__u64 common;
	__u64 socket;
	__u16 family;
	__u16 protocol;
	__s32 result;
	__s32 flags;
};

SEC("tp/sock/sock_send_length")
int tcp_sent_tracepoint(struct length_record *record)
{
	return tcp_sent((struct sock *)record->socket, record->result, UNTYPED);
}

SEC("tp/sock/sock_send_length")
int udp_sent_tracepoint(struct length_record *record)
{
	return udp_moved(NET_TX_UDP, (struct sock *)record->socket, record->result, UNTYPED);
}

SEC("tp/sock/sock_recv_length")
int tcp_received_tracepoint(struct length_record *record)
{
	return tcp_received((struct sock *)record->socket, record->result, record->flags, UNTYPED);
}

SEC("tp/sock/sock_recv_length")
int udp_received_tracepoint(struct length_record *record)
{
	return takes(record->flags) ? udp_moved(NET_RX_UDP, (struct sock *)record->socket, record->result, UNTYPED) : 0;
}

/*
 * Whenever a TCP socket has been read, by whatever call. Those that sock_recv_length does not see are told by the system
 * call that the thread is in: splice, and TCP_ZEROCOPY_RECEIVE.
 */
static __always_inline bool reads_unseen(void)
{
	struct pt_regs *registers = (void *)bpf_task_pt_regs(bpf_get_current_task_btf());
	long number = NUMBER(registers);

	return number == NR_splice || number == NR_getsockopt;
}

SEC("tp_btf/tcp_rcv_space_adjust")
int BPF_PROG(tcp_read_btf, struct sock *socket)
{
	return reads_unseen() ? tcp_read_up_to(socket, TYPED) : 0;
}

SEC("raw_tp/tcp_rcv_space_adjust")
int BPF_PROG(tcp_read_raw, struct sock *socket)
{
	return reads_unseen() ? tcp_read_up_to(socket, UNTYPED) : 0;
}

/*
 * Connections change and segments are sent again in threads and in interrupts, and the kernel passes over a program that is
 * running already: two programs each, the second of which does what the first did not (preemption.bpf.h).
 */

#define STATE_CHANGED(section, name, access, turn)                                            \
	SEC(section "/inet_sock_set_state")                                                  \
	int BPF_PROG(name, struct sock *socket, int old_state, int new_state)                \
	{                                                                                    \
		return state_changed(socket, old_state, new_state, access, turn);            \
	}

STATE_CHANGED("tp_btf", state_changed_btf, TYPED, FIRST)
STATE_CHANGED("tp_btf", state_changed_btf_again, TYPED, AGAIN)
STATE_CHANGED("raw_tp", state_changed_raw, UNTYPED, FIRST)
STATE_CHANGED("raw_tp", state_changed_raw_again, UNTYPED, AGAIN)

/* The record of the tracepoint sock:inet_sock_set_state. */
struct state_record {
	__u64 common;
	__u64 socket;
	__s32 old_state;
	__s32 new_state;
};

SEC("tp/sock/inet_sock_set_state")
int state_changed_tracepoint(struct state_record *record)
{
	return state_changed((struct sock *)record->socket, record->old_state, record->new_state, UNTYPED, FIRST);
}

/*
 * tcp:tcp_retransmit_skb tells of attempts that failed as well, with an error, from Linux 6.17 on (commit ad892e912b84, "tcp:
 * trace retransmit failures in tcp_retransmit_skb"); before, of those alone that were sent. The kernel refuses the first of
 * each pair where it passes no error.
 */
#define RETRANSMIT_TRIED(section, name, access)                                              \
	SEC(section "/tcp_retransmit_skb")                                                   \
	int BPF_PROG(name, struct sock *socket, struct sk_buff *buffer, int error)           \
	{                                                                                    \
		return retransmitted(socket, buffer, error, access);                         \
	}

#define RETRANSMITTED(section, name, access)                                                 \
	SEC(section "/tcp_retransmit_skb")                                                   \
	int BPF_PROG(name, struct sock *socket, struct sk_buff *buffer)                      \
	{                                                                                    \
		return retransmitted(socket, buffer, 0, access);                             \
	}

RETRANSMIT_TRIED("tp_btf", retransmit_tried_btf, TYPED)
RETRANSMIT_TRIED("tp_btf", retransmit_tried_btf_again, TYPED)
RETRANSMITTED("tp_btf", retransmitted_btf, TYPED)
RETRANSMITTED("tp_btf", retransmitted_btf_again, TYPED)
RETRANSMIT_TRIED("raw_tp", retransmit_tried_raw, UNTYPED)
RETRANSMIT_TRIED("raw_tp", retransmit_tried_raw_again, UNTYPED)
RETRANSMITTED("raw_tp", retransmitted_raw, UNTYPED)
RETRANSMITTED("raw_tp", retransmitted_raw_again, UNTYPED)

/* The beginning of the record of the tracepoint tcp:tcp_retransmit_skb. */
struct retransmit_record {
	__u64 common;
	__u64 buffer;
	__u64 socket;
};

/* The same as the kernel knows it by its own name, where it has a type of its own for it and the error in it. */
struct trace_event_raw_tcp_retransmit_skb {
	int err;
} __attribute__((preserve_access_index));

SEC("tp/tcp/tcp_retransmit_skb")
int retransmitted_tracepoint(struct retransmit_record *record)
{
	struct trace_event_raw_tcp_retransmit_skb *tried = (void *)record;
	int error = 0;

	if (bpf_core_field_exists(tried->err))
		bpf_probe_read_kernel(&error, sizeof(error), (void *)record + bpf_core_field_offset(tried->err));
	return retransmitted((struct sock *)record->socket, (struct sk_buff *)record->buffer, error, UNTYPED);
}
