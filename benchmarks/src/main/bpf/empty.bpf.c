/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/* Measures the hook's own cost: empty programs at the hooks of probes-syscall. */
#include <observoor/types.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

SEC("tp_btf/sys_enter")
int BPF_PROG(entered, struct pt_regs *registers, long number)
{
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(returned, struct pt_regs *registers, long result)
{
	return 0;
}
