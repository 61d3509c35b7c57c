/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Times system calls and counts file descriptors of tracked processes. One pair of programs runs at the entry and the
 * return of every system call, and selects by its number. README.md of this module says what counts.
 */
#include <observoor/emit.bpf.h>
#include <observoor/preemption.bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include "syscall.h"
#include "syscalls_common.h"
#if defined(__TARGET_ARCH_x86)
#include "syscalls_x86_64.h"
#elif defined(__TARGET_ARCH_arm64)
#include "syscalls_arm64.h"
#endif
#include "registers.bpf.h"
#include "thread.bpf.h"
#include "descriptors.bpf.h"

char LICENSE[] SEC("license") = "GPL";

/* include/linux/errno.h, uapi/asm-generic/errno-base.h */
#define EBADF 9
#define ERESTART_RESTARTBLOCK 516

#define NATIVE(name, number, action) [number].native = CALL_##action,
#define COMPAT(name, number, action) [number].compat = CALL_##action,

/* volatile: keeps the whole table in .rodata, where both programs index it */
static const volatile struct syscall_actions syscall_table[SYSCALL_NUMBERS] = { NATIVE_CALLS(NATIVE) COMPAT_CALLS(COMPAT) };

/* The event that an action produces. */
static __always_inline __u32 action_event(__u32 action)
{
	if (action < CALL_OPEN)
		return action - 1;
	return action == CALL_CLOSE || action == CALL_CLOSE_RANGE ? FD_CLOSE : FD_OPEN;
}

/* Whether the table has this number. The first check, and for most calls the only one. */
static __always_inline bool in_table(__u64 number)
{
	return number < SYSCALL_NUMBERS && (syscall_table[number].native || syscall_table[number].compat);
}

/* The action of a call whose number is in the table. */
static __always_inline __u32 syscall_action(__u64 number, struct task_struct *task, const enum thread_storage_kind storage)
{
	__u32 action;

	/* repeated for verifiers that lose the bound */
	if (number >= SYSCALL_NUMBERS)
		return CALL_IGNORED;
	action = thread_compat(task, storage) ? syscall_table[number].compat : syscall_table[number].native;
	if (!action || (action != CALL_RESTART && !observoor_enabled(action_event(action))))
		return CALL_IGNORED;
	return action;
}

/* Whether the result of a call is enough, so that its entry is ignored. */
static __always_inline bool needs_result_only(__u32 action)
{
	return action == CALL_OPEN || action == CALL_PAIR || action == CALL_CLOSE;
}

/* The kernel function that restart_syscall would call in the current thread. */
static __always_inline __u64 restart_function(void)
{
	struct task_struct *task = (void *)bpf_get_current_task();

	return (__u64)BPF_CORE_READ(task, restart_block.fn);
}

/* `record` has the arguments, already converted for 32-bit calls; if it is NULL, they are in `registers`. */
static __always_inline int sys_enter(__u64 number, struct pt_regs *registers, const __u64 *record,
					const enum thread_storage_kind storage)
{
	struct observoor_origin origin;
	struct syscall_thread *thread;
	struct task_struct *task;
	__u32 count = 1;
	__u32 action;

	if (!in_table(number))
		return 0;
	task = thread_current(storage);
	action = syscall_action(number, task, storage);
	if (action == CALL_IGNORED || needs_result_only(action) || !thread_tracked(task, storage, &origin))
		return 0;
	if (action == CALL_RESTART) {
		thread = thread_find(task, storage);
		if (!thread || !thread->restart || thread->restart != restart_function())
			return 0;
		action = CALL_FUTEX;
	} else {
		if (action > CALL_CLOSE) {
			__u64 arguments[3] = {};

			if (record)
				bpf_probe_read_kernel(arguments, sizeof(arguments), record);
			else
				register_arguments(registers, thread_compat(task, storage), arguments);
			action = action_by_arguments(action, arguments, storage, &count);
			if (action == CALL_IGNORED)
				return 0;
		}
		thread = thread_find_or_create(task, storage);
		if (!thread) {
			observoor_lost(action_event(action));
			return 0;
		}
	}
	thread->origin = origin;
	thread->number = number;
	thread->action = action;
	thread->count = count;
	thread->start = bpf_ktime_get_ns();
	return 0;
}

/* Number of descriptors that a call opened or closed. */
static __always_inline __u64 descriptor_count(__u32 action, __s64 result, __u32 count)
{
	switch (action) {
	case CALL_OPEN:
		return result >= 0 ? 1 : 0;
	case CALL_PAIR:
		return result == 0 ? 2 : 0;
	case CALL_CLOSE:
		return result != -EBADF ? 1 : 0;
	default:
		return result == 0 ? count : 0;
	}
}

static __always_inline int sys_exit(__u64 number, __s64 result, const enum thread_storage_kind storage)
{
	struct syscall_thread *thread = NULL;
	struct observoor_origin origin;
	struct observoor_event *record;
	struct task_struct *task;
	__u64 now, value;
	__u32 action, event;

	if (!in_table(number))
		return 0;
	task = thread_current(storage);
	action = syscall_action(number, task, storage);
	if (action == CALL_IGNORED)
		return 0;
	if (needs_result_only(action)) {
		if (!thread_tracked(task, storage, &origin))
			return 0;
	} else {
		thread = thread_find(task, storage);
		/* the call began before its process was tracked, or its arguments ruled it out */
		if (!thread || thread->action == CALL_IGNORED || thread->number != number)
			return 0;
		origin = thread->origin;
		action = thread->action;
		thread->action = CALL_IGNORED;
	}

	now = bpf_ktime_get_ns();
	event = action_event(action);
	if (thread && action < CALL_OPEN) {
		value = now - thread->start;
		if (action == CALL_FUTEX)
			thread->restart = result == -ERESTART_RESTARTBLOCK ? restart_function() : 0;
	} else {
		value = descriptor_count(action, result, thread ? thread->count : 1);
		if (!value)
			return 0;
	}
	if (!observoor_keep(event))
		return 0;
	record = observoor_reserve(event, &origin, now, 1);
	if (!record)
		return 0;
	record->fields[0] = value;
	observoor_submit(record);
	return 0;
}

/* Records of the tracepoints raw_syscalls:sys_enter and sys_exit (see their `format` files). */
struct sys_enter_record {
	__u64 common;
	__s64 number;
	__u64 arguments[6];
};

struct sys_exit_record {
	__u64 common;
	__s64 number;
	__s64 result;
};

/*
 * A thread can be preempted inside programs on tp_btf and raw_tp of system calls since Linux 7.2 (439ebd5b5708, "bpf: Add
 * sleepable support for raw tracepoint programs"; 57918341dd19 of the same series added the function below).
 * preemption.bpf.h explains the consequence.
 */
struct trace_event_call {
};
extern unsigned int trace_call_bpf_faultable(struct trace_event_call *call, void *context) __ksym __weak;

static __always_inline void refuse_preemptible_syscalls(void)
{
	refuse_if(trace_call_bpf_faultable != NULL);
}

SEC("tp_btf/sys_enter")
int BPF_PROG(sys_enter_btf, struct pt_regs *registers, long number)
{
	refuse_preemptible_syscalls();
	return sys_enter(number, registers, NULL, TASK_STORAGE);
}

SEC("tp_btf/sys_exit")
int BPF_PROG(sys_exit_btf, struct pt_regs *registers, long result)
{
	refuse_preemptible_syscalls();
	return sys_exit((__u32)registers->NUMBER_REGISTER, result, TASK_STORAGE);
}

SEC("raw_tp/sys_enter")
int BPF_PROG(sys_enter_raw, struct pt_regs *registers, long number)
{
	refuse_preemptible_syscalls();
	return sys_enter(number, registers, NULL, TASK_STORAGE);
}

SEC("raw_tp/sys_exit")
int BPF_PROG(sys_exit_raw, struct pt_regs *registers, long result)
{
	refuse_preemptible_syscalls();
	return sys_exit((__u32)BPF_CORE_READ(registers, NUMBER_REGISTER), result, TASK_STORAGE);
}

SEC("tp/raw_syscalls/sys_enter")
int sys_enter_tracepoint(struct sys_enter_record *record)
{
	return sys_enter(record->number, NULL, record->arguments, TASK_STORAGE);
}

SEC("tp/raw_syscalls/sys_exit")
int sys_exit_tracepoint(struct sys_exit_record *record)
{
	return sys_exit(record->number, record->result, TASK_STORAGE);
}

SEC("tp_btf/sys_enter")
int BPF_PROG(sys_enter_btf_hash, struct pt_regs *registers, long number)
{
	return sys_enter(number, registers, NULL, HASH);
}

SEC("tp_btf/sys_exit")
int BPF_PROG(sys_exit_btf_hash, struct pt_regs *registers, long result)
{
	return sys_exit((__u32)registers->NUMBER_REGISTER, result, HASH);
}

SEC("raw_tp/sys_enter")
int BPF_PROG(sys_enter_raw_hash, struct pt_regs *registers, long number)
{
	return sys_enter(number, registers, NULL, HASH);
}

SEC("raw_tp/sys_exit")
int BPF_PROG(sys_exit_raw_hash, struct pt_regs *registers, long result)
{
	return sys_exit((__u32)BPF_CORE_READ(registers, NUMBER_REGISTER), result, HASH);
}

/* Deletes a thread's element when it exits, whatever call it is in. */
SEC("raw_tp/sched_process_exit")
int sched_process_exit_hash(void *context)
{
	__u32 tid = bpf_get_current_pid_tgid();

	bpf_map_delete_elem(&thread_hash, &tid);
	return 0;
}
