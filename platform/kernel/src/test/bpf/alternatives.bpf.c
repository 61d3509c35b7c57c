/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/* Programs that work, and programs that the kernel rejects at load or at attach. */
#include "observoor/emit.bpf.h"

char LICENSE[] SEC("license") = "GPL";

enum { FIRST, SECOND };

static __always_inline int emit(__u32 event)
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

/* Only the tests call getppid(2), so they can count it exactly. */
#if defined(__TARGET_ARCH_x86)
#define NR_GETPPID 110
#else
#define NR_GETPPID 173
#endif

SEC("raw_tp/sys_enter")
int good_first(__u64 *args)
{
	return args[1] == NR_GETPPID ? emit(FIRST) : 0;
}

SEC("raw_tp/sys_enter")
int good_second(__u64 *args)
{
	return args[1] == NR_GETPPID ? emit(SECOND) : 0;
}

/* the verifier rejects a read through a scalar */
SEC("raw_tp/sys_enter")
int refused_by_verifier(__u64 *args)
{
	return *(__u32 *)(bpf_ktime_get_ns() | 1);
}

/* no kernel has this tracepoint */
SEC("tracepoint/syscalls/sys_enter_no_such_call")
int refused_at_attach(void *context)
{
	return emit(FIRST);
}

/* attached to a perf software event, which the loader chooses */
SEC("perf_event")
int at_software_event(void *context)
{
	return emit(FIRST);
}

/* An unmapped address: reading it faults, and the program continues. */
#define UNMAPPED ((void *)8)

static __always_inline int read_unmapped(void)
{
	__u64 unused;

	bpf_probe_read_user(&unused, sizeof(unused), UNMAPPED);
	return 0;
}

/* Faults once for each getppid() of a tracked process. */
SEC("raw_tp/sys_enter")
int faults(__u64 *args)
{
	struct observoor_origin origin;

	return args[1] == NR_GETPPID && observoor_current(&origin) ? read_unmapped() : 0;
}

/* Faults again within each such fault: the kernel skips that run, because this program is already running. */
SEC("raw_tp/page_fault_kernel")
int faults_within(__u64 *args)
{
	return args[0] == (__u64)UNMAPPED ? read_unmapped() : 0;
}

/* Does not fault, so the kernel skips none of its runs. */
SEC("raw_tp/page_fault_kernel")
int faults_within_again(__u64 *args)
{
	return 0;
}
