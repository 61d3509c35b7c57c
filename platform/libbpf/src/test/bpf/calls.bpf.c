/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/* Emits an event for every getppid() of a tracked process. */
#include "observoor/emit.bpf.h"
#include <bpf/bpf_tracing.h>

const volatile __u32 syscall_number = 0;
const volatile __u64 wide = 0;

/* LeakTest counts this map. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} calls_witness SEC(".maps");

/* Puts the type into the BTF: clang emits only types that a global variable refers to. */
struct observoor_event *event_layout;

SEC("tp_btf/sys_enter")
int BPF_PROG(calls_enter, void *regs, long number)
{
	struct observoor_origin origin;
	struct observoor_event *event;

	if (number != syscall_number || !observoor_enabled(0) || !observoor_current(&origin))
		return 0;
	event = observoor_reserve(0, &origin, bpf_ktime_get_ns(), 1);
	if (!event)
		return 0;
	event->fields[0] = wide;
	observoor_submit(event);
	return 0;
}

/* The verifier rejects this: dereferences a pointer that may be NULL. */
SEC("tp_btf/sys_exit")
int BPF_PROG(careless, void *regs, long result)
{
	__u32 key = 0;
	struct observoor_process *process = bpf_map_lookup_elem(&observoor_tracked, &key);

	return process->client_type;
}

/* Fails to load: no kernel has this function. */
SEC("fentry/no_such_function_of_any_kernel")
int BPF_PROG(nowhere)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
