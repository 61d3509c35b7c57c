/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/* Programs that work, and programs that the kernel refuses when they are loaded or when they are attached. */
#include "observoor/emit.bpf.h"

char LICENSE[] SEC("license") = "GPL";

enum { FIRST, SECOND };

static __always_inline int happened(__u32 event)
{
	struct observoor_origin origin;
	struct observoor_event *record;

	if (!observoor_enabled(event) || !observoor_current(&origin) || !observoor_keep(event))
		return 0;
	record = observoor_reserve(event, &origin, bpf_ktime_get_ns(), 1);
	if (!record)
		return 0;
	record->fields[0] = 1;
	observoor_submit(record);
	return 0;
}

/* getppid(2) is rare enough to be counted exactly. */
#if defined(__TARGET_ARCH_x86)
#define NR_GETPPID 110
#else
#define NR_GETPPID 173
#endif

SEC("raw_tp/sys_enter")
int good_first(__u64 *args)
{
	return args[1] == NR_GETPPID ? happened(FIRST) : 0;
}

SEC("raw_tp/sys_enter")
int good_second(__u64 *args)
{
	return args[1] == NR_GETPPID ? happened(SECOND) : 0;
}

/* the verifier refuses a read through a number */
SEC("raw_tp/sys_enter")
int refused_by_verifier(__u64 *args)
{
	return *(__u32 *)(bpf_ktime_get_ns() | 1);
}

/* no kernel has this tracepoint */
SEC("tracepoint/syscalls/sys_enter_no_such_call")
int refused_at_attach(void *context)
{
	return happened(FIRST);
}

/* at a software event of perf, which the loader chooses */
SEC("perf_event")
int at_software_event(void *context)
{
	return happened(FIRST);
}

/* nothing is mapped here; a read by a program faults and goes on */
#define NOWHERE ((void *)8)

static __always_inline int fault(void)
{
	__u64 nothing;

	bpf_probe_read_user(&nothing, sizeof(nothing), NOWHERE);
	return 0;
}

/* One fault for each getppid() of a tracked process. */
SEC("raw_tp/sys_enter")
int faults(__u64 *args)
{
	struct observoor_origin origin;

	return args[1] == NR_GETPPID && observoor_current(&origin) ? fault() : 0;
}

/* At such a fault, one more: that one the kernel does not run this program for, which is running. */
SEC("raw_tp/page_fault_kernel")
int faults_within(__u64 *args)
{
	return args[0] == (__u64)NOWHERE ? fault() : 0;
}

/* Not running while it faults: it misses nothing. */
SEC("raw_tp/page_fault_kernel")
int faults_within_again(__u64 *args)
{
	return 0;
}
