/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/* Emits an event for every call of one system call by a tracked process. */
#include "observoor/emit.bpf.h"
#include <bpf/bpf_tracing.h>

const volatile __u32 syscall_number = 0;

/* Puts the type into the BTF: clang emits only types that a global variable refers to. */
struct observoor_event *event_layout;

SEC("tp_btf/sys_enter")
int BPF_PROG(enter, void *regs, long number)
{
	struct observoor_origin origin;
	struct observoor_event *event;

	if (number != syscall_number || !observoor_enabled(0) || !observoor_current(&origin))
		return 0;
	event = observoor_reserve(0, &origin, bpf_ktime_get_ns(), 1);
	if (!event)
		return 0;
	event->fields[0] = number;
	observoor_submit(event);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
