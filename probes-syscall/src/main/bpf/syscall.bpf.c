/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * System calls and file descriptors of the tracked processes: one pair of programs sees every call's entry and return and
 * picks by the call's number. What counts as a call, and what does not, is in README.md beside this module.
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

#define NATIVE(name, number, what) [number].native = CALL_##what,
#define COMPAT(name, number, what) [number].compat = CALL_##what,

/* volatile keeps it whole in read-only data, where both programs index it */
static const volatile struct syscall_meaning meanings[SYSCALL_NUMBERS] = { NATIVE_CALLS(NATIVE) COMPAT_CALLS(COMPAT) };

/* The event that an action ends in. */
static __always_inline __u32 event_of(__u32 action)
{
	if (action < CALL_OPEN)
		return action - 1;
	return action == CALL_CLOSE || action == CALL_CLOSE_RANGE ? FD_CLOSE : FD_OPEN;
}

/* Whether a call of this number can be ours. The first look, and for most calls the only one: cheap. */
static __always_inline bool of_interest(__u64 number)
{
	return number < SYSCALL_NUMBERS && (meanings[number].native || meanings[number].compat);
}

/* What the thread's call of this number, which is of interest, is to us. */
static __always_inline __u32 action_of(__u64 number, struct task_struct *task, const enum thread_place place)
{
	__u32 action;

	/* once more, for the verifier of kernels that forget it */
	if (number >= SYSCALL_NUMBERS)
		return CALL_IGNORED;
	action = thread_compat(task, place) ? meanings[number].compat : meanings[number].native;
	if (!action || (action != CALL_RESTART && !observoor_enabled(event_of(action))))
		return CALL_IGNORED;
	return action;
}

/* Whether the result of a call says all, so that nothing is done at its entry. */
static __always_inline bool known_by_result(__u32 action)
{
	return action == CALL_OPEN || action == CALL_PAIR || action == CALL_CLOSE;
}

/* The kernel function with which restart_syscall would go on in the current thread. */
static __always_inline __u64 restart_function(void)
{
	struct task_struct *task = (void *)bpf_get_current_task();

	return (__u64)BPF_CORE_READ(task, restart_block.fn);
}

/* A call begins. Its arguments are in `registers`, or in `record` where that is not NULL (then already of either width). */
static __always_inline int call_entered(__u64 number, struct pt_regs *registers, const __u64 *record,
					const enum thread_place place)
{
	struct observoor_origin origin;
	struct syscall_thread *thread;
	struct task_struct *task;
	__u32 count = 1;
	__u32 action;

	if (!of_interest(number))
		return 0;
	task = thread_current(place);
	action = action_of(number, task, place);
	if (action == CALL_IGNORED || known_by_result(action) || !thread_tracked(task, place, &origin))
		return 0;
	if (action == CALL_RESTART) {
		thread = thread_find(task, place);
		if (!thread || !thread->restart || thread->restart != restart_function())
			return 0;
		action = CALL_FUTEX;
	} else {
		if (action > CALL_CLOSE) {
			__u64 arguments[3] = {};

			if (record)
				bpf_probe_read_kernel(arguments, sizeof(arguments), record);
			else
				register_arguments(registers, thread_compat(task, place), arguments);
			action = decide(action, arguments, place, &count);
			if (action == CALL_IGNORED)
				return 0;
		}
		thread = thread_make(task, place);
		if (!thread) {
			observoor_lost(event_of(action));
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

/* The field of the event that a call ends in; 0 when the call made or closed nothing. */
static __always_inline __u64 descriptors(__u32 action, __s64 result, __u32 count)
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

/* A call returns. */
static __always_inline int call_returned(__u64 number, __s64 result, const enum thread_place place)
{
	struct syscall_thread *thread = NULL;
	struct observoor_origin origin;
	struct observoor_event *record;
	struct task_struct *task;
	__u64 now, value;
	__u32 action, event;

	if (!of_interest(number))
		return 0;
	task = thread_current(place);
	action = action_of(number, task, place);
	if (action == CALL_IGNORED)
		return 0;
	if (known_by_result(action)) {
		if (!thread_tracked(task, place, &origin))
			return 0;
	} else {
		thread = thread_find(task, place);
		/* no entry seen: it was in the call before its process was tracked, or its entry decided against it */
		if (!thread || thread->action == CALL_IGNORED || thread->number != number)
			return 0;
		origin = thread->origin;
		action = thread->action;
		thread->action = CALL_IGNORED;
	}

	now = bpf_ktime_get_ns();
	event = event_of(action);
	if (thread && action < CALL_OPEN) {
		value = now - thread->start;
		if (action == CALL_FUTEX)
			thread->restart = result == -ERESTART_RESTARTBLOCK ? restart_function() : 0;
	} else {
		value = descriptors(action, result, thread ? thread->count : 1);
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

/* The records of the tracepoints raw_syscalls:sys_enter and sys_exit (their `format` files). */
struct entered_record {
	__u64 common;
	__s64 number;
	__u64 arguments[6];
};

struct returned_record {
	__u64 common;
	__s64 number;
	__s64 result;
};

/*
 * System calls have tracepoints of their own making: a thread can be preempted within their programs on tp_btf and raw_tp
 * since Linux 7.2 (439ebd5b5708, "bpf: Add sleepable support for raw tracepoint programs"; the function came with 57918341dd19
 * beside it). preemption.bpf.h says what that costs.
 */
struct trace_event_call {
};
extern unsigned int trace_call_bpf_faultable(struct trace_event_call *call, void *context) __ksym __weak;

static __always_inline void refuse_preempted_calls(void)
{
	refuse_if(trace_call_bpf_faultable != NULL);
}

SEC("tp_btf/sys_enter")
int BPF_PROG(entered_btf, struct pt_regs *registers, long number)
{
	refuse_preempted_calls();
	return call_entered(number, registers, NULL, IN_TASK);
}

SEC("tp_btf/sys_exit")
int BPF_PROG(returned_btf, struct pt_regs *registers, long result)
{
	refuse_preempted_calls();
	return call_returned((__u32)registers->NUMBER_REGISTER, result, IN_TASK);
}

SEC("raw_tp/sys_enter")
int BPF_PROG(entered_raw, struct pt_regs *registers, long number)
{
	refuse_preempted_calls();
	return call_entered(number, registers, NULL, IN_TASK);
}

SEC("raw_tp/sys_exit")
int BPF_PROG(returned_raw, struct pt_regs *registers, long result)
{
	refuse_preempted_calls();
	return call_returned((__u32)BPF_CORE_READ(registers, NUMBER_REGISTER), result, IN_TASK);
}

SEC("tp/raw_syscalls/sys_enter")
int entered_tracepoint(struct entered_record *record)
{
	return call_entered(record->number, NULL, record->arguments, IN_TASK);
}

SEC("tp/raw_syscalls/sys_exit")
int returned_tracepoint(struct returned_record *record)
{
	return call_returned(record->number, record->result, IN_TASK);
}

SEC("tp_btf/sys_enter")
int BPF_PROG(entered_btf_hash, struct pt_regs *registers, long number)
{
	return call_entered(number, registers, NULL, IN_HASH);
}

SEC("tp_btf/sys_exit")
int BPF_PROG(returned_btf_hash, struct pt_regs *registers, long result)
{
	return call_returned((__u32)registers->NUMBER_REGISTER, result, IN_HASH);
}

SEC("raw_tp/sys_enter")
int BPF_PROG(entered_raw_hash, struct pt_regs *registers, long number)
{
	return call_entered(number, registers, NULL, IN_HASH);
}

SEC("raw_tp/sys_exit")
int BPF_PROG(returned_raw_hash, struct pt_regs *registers, long result)
{
	return call_returned((__u32)BPF_CORE_READ(registers, NUMBER_REGISTER), result, IN_HASH);
}

/* A thread ends: its element of the hash goes, whatever call it was in. */
SEC("raw_tp/sched_process_exit")
int thread_ended_hash(void *context)
{
	__u32 tid = bpf_get_current_pid_tgid();

	bpf_map_delete_elem(&thread_hash, &tid);
	return 0;
}
