/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Maintains the map of tracked processes: adds the children of tracked processes and every process that takes a tracked
 * name, by exec or by renaming itself, and removes a process when its last task_struct is freed. Emits no events.
 */
#include <observoor/maps.bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

#define COMM_BYTES 16 /* TASK_COMM_LEN of include/linux/sched.h */

struct process_name {
	char comm[COMM_BYTES]; /* padded with zeros */
};

/* Names of processes to track, with their client types; written by user space. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, struct process_name);
	__type(value, __u8);
} tracked_names SEC(".maps");

/* Number of changes of observoor_tracked: user space lists the map again only when this grows. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} tracked_changes SEC(".maps");

static __always_inline void count_change(void)
{
	__u32 zero = 0;
	__u64 *changes = bpf_map_lookup_elem(&tracked_changes, &zero);

	if (changes)
		__sync_fetch_and_add(changes, 1);
}

/*
 * Low bits of a process's start time, to recognize a reused pid; never 0. A thread that calls exec becomes the leader and
 * takes over the old leader's start_time (de_thread() in fs/exec.c).
 */
static __always_inline __u32 start_time_id(struct task_struct *leader)
{
	return (__u32)BPF_CORE_READ(leader, start_time) | 1;
}

static __always_inline void track(struct task_struct *leader, __u32 pid, __u8 client_type)
{
	struct observoor_process process = { .client_type = client_type, .start = start_time_id(leader) };

	/* fails if the map is full: user space finds the process by its name and logs that */
	if (!bpf_map_update_elem(&observoor_tracked, &pid, &process, BPF_ANY))
		count_change();
}

/* `child` does not run yet. */
static __always_inline int process_fork(__u32 parent_pid, struct task_struct *child, __u32 child_pid, __u32 child_tid)
{
	struct observoor_process *parent;

	if (child_pid != child_tid)
		return 0; /* a new thread */
	parent = bpf_map_lookup_elem(&observoor_tracked, &parent_pid);
	if (parent)
		track(child, child_pid, parent->client_type);
	return 0;
}

/* Tracks the process if its new name is tracked. */
static __always_inline int rename_process(struct task_struct *leader, __u32 pid, struct process_name *name)
{
	__u8 *client_type = bpf_map_lookup_elem(&tracked_names, name);

	if (client_type)
		track(leader, pid, *client_type);
	return 0;
}

static __always_inline int process_exec(struct task_struct *leader, __u32 pid)
{
	struct process_name name = {};

	bpf_probe_read_kernel_str(name.comm, sizeof(name.comm), leader->comm);
	return rename_process(leader, pid, &name);
}

/* Marks the process as ended when its last thread exits. It stays in the map, because more of its events follow. */
static __always_inline int process_exit(struct task_struct *task, __u32 pid)
{
	struct observoor_process *process = bpf_map_lookup_elem(&observoor_tracked, &pid);

	/* do_exit() decrements signal->live before this tracepoint */
	if (process && BPF_CORE_READ(task, signal, live.counter) == 0) {
		process->ended = 1;
		count_change();
	}
	return 0;
}

/* Removes the process: its leader's task_struct is freed, so no more events follow. */
static __always_inline int process_free(struct task_struct *task, __u32 pid, __u32 tid)
{
	struct observoor_process *process;

	if (pid != tid)
		return 0;
	process = bpf_map_lookup_elem(&observoor_tracked, &pid);
	if (process && (!process->start || process->start == start_time_id(task))) {
		bpf_map_delete_elem(&observoor_tracked, &pid);
		count_change();
	}
	return 0;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(process_fork_btf, struct task_struct *parent, struct task_struct *child)
{
	return process_fork(parent->tgid, child, child->tgid, child->pid);
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(process_exec_btf, struct task_struct *task)
{
	return process_exec(task, task->tgid);
}

SEC("tp_btf/task_rename")
int BPF_PROG(task_rename_btf, struct task_struct *task, const char *comm)
{
	struct process_name name = {};

	if (task->pid != task->tgid)
		return 0; /* a thread other than the leader */
	bpf_probe_read_kernel_str(name.comm, sizeof(name.comm), comm);
	return rename_process(task, task->tgid, &name);
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(process_exit_btf, struct task_struct *task)
{
	return process_exit(task, task->tgid);
}

SEC("tp_btf/sched_process_free")
int BPF_PROG(process_free_btf, struct task_struct *task)
{
	return process_free(task, task->tgid, task->pid);
}

SEC("raw_tp/sched_process_fork")
int BPF_PROG(process_fork_raw, struct task_struct *parent, struct task_struct *child)
{
	return process_fork(BPF_CORE_READ(parent, tgid), child, BPF_CORE_READ(child, tgid), BPF_CORE_READ(child, pid));
}

SEC("raw_tp/sched_process_exec")
int BPF_PROG(process_exec_raw, struct task_struct *task)
{
	return process_exec(task, BPF_CORE_READ(task, tgid));
}

SEC("raw_tp/task_rename")
int BPF_PROG(task_rename_raw, struct task_struct *task, const char *comm)
{
	__u32 pid = BPF_CORE_READ(task, tgid);
	struct process_name name = {};

	if (BPF_CORE_READ(task, pid) != pid)
		return 0;
	bpf_probe_read_kernel_str(name.comm, sizeof(name.comm), comm);
	return rename_process(task, pid, &name);
}

SEC("raw_tp/sched_process_exit")
int BPF_PROG(process_exit_raw, struct task_struct *task)
{
	return process_exit(task, BPF_CORE_READ(task, tgid));
}

SEC("raw_tp/sched_process_free")
int BPF_PROG(process_free_raw, struct task_struct *task)
{
	return process_free(task, BPF_CORE_READ(task, tgid), BPF_CORE_READ(task, pid));
}
