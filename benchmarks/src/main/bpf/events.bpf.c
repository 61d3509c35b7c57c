/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/* Measures the hooks' own cost: an empty program at each hook of the agent's probes. */
#include <observoor/types.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

#define EMPTY(section, name)     \
	SEC(section)             \
	int name(void *context)  \
	{                        \
		return 0;        \
	}

EMPTY("tp_btf/sys_enter", sys_enter)
EMPTY("tp_btf/sys_exit", sys_exit)
EMPTY("tp_btf/sched_switch", sched_switch)
EMPTY("tp_btf/sched_wakeup", sched_wakeup)
EMPTY("tp_btf/sched_wakeup_new", sched_wakeup_new)
EMPTY("tp_btf/sched_process_fork", sched_process_fork)
EMPTY("tp_btf/task_rename", task_rename)
EMPTY("tp_btf/sched_process_exec", sched_process_exec)
EMPTY("tp_btf/sched_process_exit", sched_process_exit)
EMPTY("tp_btf/sched_process_free", sched_process_free)
EMPTY("perf_event", page_fault_minor)
EMPTY("perf_event", page_fault_major)
EMPTY("tp_btf/count_memcg_events", count_memcg_events)
EMPTY("tp_btf/sock_send_length", sock_send_length)
EMPTY("tp_btf/sock_recv_length", sock_recv_length)
EMPTY("tp_btf/tcp_rcv_space_adjust", tcp_rcv_space_adjust)
EMPTY("tp_btf/inet_sock_set_state", inet_sock_set_state)
EMPTY("tp_btf/block_bio_queue", block_bio_queue)
EMPTY("tp_btf/block_rq_issue", block_rq_issue)
EMPTY("tp_btf/block_rq_complete", block_rq_complete)
