/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Keeps the set of tracked processes as things happen: what a tracked process forks is tracked, what executes a program of
 * a tracked name (or gives itself the name) is tracked, and a process leaves the set when nothing of it can happen any more.
 * It owns no event: the probes look processes up in the map that is kept here.
 */
#include <observoor/maps.bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

#define COMM_BYTES 16 /* TASK_COMM_LEN of include/linux/sched.h */

struct process_name {
	char comm[COMM_BYTES]; /* filled up with zeros */
};

/* The names at which a process becomes tracked, with the client type that they mean: written by user space. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, struct process_name);
	__type(value, __u8);
} tracked_names SEC(".maps");

/* Counts the changes, so that user space lists the set only after one. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} tracked_changes SEC(".maps");

static __always_inline void changed(void)
{
	__u32 zero = 0;
	__u64 *changes = bpf_map_lookup_elem(&tracked_changes, &zero);

	if (changes)
		__sync_fetch_and_add(changes, 1);
}

/*
 * Tells a process from a later one of the same pid: some bits of its start in ns. A thread that executes a program takes the
 * start over from the leader whose place it takes (de_thread() of fs/exec.c).
 */
static __always_inline __u32 identity(struct task_struct *leader)
{
	return (__u32)BPF_CORE_READ(leader, start_time) | 1;
}

static __always_inline void track(struct task_struct *leader, __u32 pid, __u8 client_type)
{
	struct observoor_process process = { .client_type = client_type, .start = identity(leader) };

	/* a full set refuses: user space finds the process by its name and says so */
	if (!bpf_map_update_elem(&observoor_tracked, &pid, &process, BPF_ANY))
		changed();
}

/* `child` was made, and does not run yet. */
static __always_inline int forked(__u32 parent_pid, struct task_struct *child, __u32 child_pid, __u32 child_tid)
{
	struct observoor_process *parent;

	if (child_pid != child_tid)
		return 0; /* a thread */
	parent = bpf_map_lookup_elem(&observoor_tracked, &parent_pid);
	if (parent)
		track(child, child_pid, parent->client_type);
	return 0;
}

/* The process is called `name` from now on. */
static __always_inline int named(struct task_struct *leader, __u32 pid, struct process_name *name)
{
	__u8 *client_type = bpf_map_lookup_elem(&tracked_names, name);

	if (client_type)
		track(leader, pid, *client_type);
	return 0;
}

/* A program was executed. */
static __always_inline int executed(struct task_struct *leader, __u32 pid)
{
	struct process_name name = {};

	bpf_probe_read_kernel_str(name.comm, sizeof(name.comm), leader->comm);
	return named(leader, pid, &name);
}

/* A thread begins to exit; the last one takes the process along, although some of its events are still to come. */
static __always_inline int exits(struct task_struct *task, __u32 pid)
{
	struct observoor_process *process = bpf_map_lookup_elem(&observoor_tracked, &pid);

	/* do_exit() takes the thread off signal->live before it comes to this tracepoint */
	if (process && BPF_CORE_READ(task, signal, live.counter) == 0) {
		process->ended = 1;
		changed();
	}
	return 0;
}

/* The last reference to a task of an ended thread goes: no program sees it again. */
static __always_inline int freed(struct task_struct *task, __u32 pid, __u32 tid)
{
	struct observoor_process *process;

	if (pid != tid)
		return 0;
	process = bpf_map_lookup_elem(&observoor_tracked, &pid);
	if (process && (!process->start || process->start == identity(task))) {
		bpf_map_delete_elem(&observoor_tracked, &pid);
		changed();
	}
	return 0;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(forked_btf, struct task_struct *parent, struct task_struct *child)
{
	return forked(parent->tgid, child, child->tgid, child->pid);
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(executed_btf, struct task_struct *task)
{
	return executed(task, task->tgid);
}

SEC("tp_btf/task_rename")
int BPF_PROG(renamed_btf, struct task_struct *task, const char *comm)
{
	struct process_name name = {};

	if (task->pid != task->tgid)
		return 0; /* the name of a thread */
	bpf_probe_read_kernel_str(name.comm, sizeof(name.comm), comm);
	return named(task, task->tgid, &name);
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(exits_btf, struct task_struct *task)
{
	return exits(task, task->tgid);
}

SEC("tp_btf/sched_process_free")
int BPF_PROG(freed_btf, struct task_struct *task)
{
	return freed(task, task->tgid, task->pid);
}

SEC("raw_tp/sched_process_fork")
int BPF_PROG(forked_raw, struct task_struct *parent, struct task_struct *child)
{
	return forked(BPF_CORE_READ(parent, tgid), child, BPF_CORE_READ(child, tgid), BPF_CORE_READ(child, pid));
}

SEC("raw_tp/sched_process_exec")
int BPF_PROG(executed_raw, struct task_struct *task)
{
	return executed(task, BPF_CORE_READ(task, tgid));
}

SEC("raw_tp/task_rename")
int BPF_PROG(renamed_raw, struct task_struct *task, const char *comm)
{
	__u32 pid = BPF_CORE_READ(task, tgid);
	struct process_name name = {};

	if (BPF_CORE_READ(task, pid) != pid)
		return 0;
	bpf_probe_read_kernel_str(name.comm, sizeof(name.comm), comm);
	return named(task, pid, &name);
}

SEC("raw_tp/sched_process_exit")
int BPF_PROG(exits_raw, struct task_struct *task)
{
	return exits(task, BPF_CORE_READ(task, tgid));
}

SEC("raw_tp/sched_process_free")
int BPF_PROG(freed_raw, struct task_struct *task)
{
	return freed(task, BPF_CORE_READ(task, tgid), BPF_CORE_READ(task, pid));
}
