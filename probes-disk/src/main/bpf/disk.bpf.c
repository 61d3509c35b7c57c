/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Times requests of block devices from issue to completion, counts merges, and finds the process that owns each of them.
 * README.md of this module says what counts.
 */
#include <observoor/emit.bpf.h>
#include <observoor/preemption.bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include "block.bpf.h"
#include "record.bpf.h"

char LICENSE[] SEC("license") = "GPL";

/* Argument of a tracepoint; `index` is a literal. */
#define ARGUMENT(context, index)                                         \
	({                                                               \
		__u64 value;                                             \
		asm volatile("%0 = *(u64 *)(%1 + 8 * " #index ")"        \
			     : "=r"(value)                               \
			     : "r"(context));                            \
		(void *)value;                                           \
	})

/*
 * The request or bio. Up to Linux 5.10 it comes after the queue, and in bio merges also after the request; a54895fa057c and
 * e8a676d61c07 (Linux 5.11) removed these arguments, and the same release removed hd_struct. The loads are in assembler so
 * that they stay in their branches: the verifier would reject the other kernels' load, but skips it as dead code.
 */
#define SUBJECT(context, old_number)                                                                        \
	(bpf_core_type_exists(struct hd_struct) ? ARGUMENT(context, old_number) : ARGUMENT(context, 0))

#define PROGRAM(section, name, body) \
	SEC(section)                 \
	int name(__u64 *context)     \
	{                            \
		return body;         \
	}

/* The same program on tp_btf and on raw_tp. */
#define ON_BOTH(tracepoint, name, body)               \
	PROGRAM("tp_btf/" tracepoint, name##_btf, body) \
	PROGRAM("raw_tp/" tracepoint, name##_raw, body)

#define ON_BOTH_AGAIN(tracepoint, name, body)               \
	PROGRAM("tp_btf/" tracepoint, name##_btf_again, body) \
	PROGRAM("raw_tp/" tracepoint, name##_raw_again, body)

/* Two programs, because the kernel skips one that is already running: the second handles what the first missed. */
#define TWICE(tracepoint, name, body, body_again) \
	ON_BOTH(tracepoint, name, body)           \
	ON_BOTH_AGAIN(tracepoint, name, body_again)

/* For hooks that only threads reach: two programs only where threads can be preempted inside one (preemption.bpf.h). */
#define TWICE_IF_PREEMPTED(tracepoint, name, body, body_again) \
	ON_BOTH(tracepoint, name, (refuse_preemption(), body)) \
	TWICE(tracepoint, name##_preempted, body, body_again)

#define BIO_QUEUE bio_queue(SUBJECT(context, 1))
#define BIO_SPLIT bio_split(SUBJECT(context, 1))
#define RQ_ISSUE rq_issue(SUBJECT(context, 1))
#define RQ_ISSUE_AGAIN rq_issue_again(SUBJECT(context, 1))
#define RQ_REQUEUE rq_requeue(SUBJECT(context, 1))
#define RQ_COMPLETE rq_complete(ARGUMENT(context, 0), (__u32)(__u64)ARGUMENT(context, 2))
#define BIO_BACKMERGE bio_merge(SUBJECT(context, 2), false)
#define BIO_BACKMERGE_AGAIN bio_merge_again(SUBJECT(context, 2), false)
#define BIO_FRONTMERGE bio_merge(SUBJECT(context, 2), true)
#define BIO_FRONTMERGE_AGAIN bio_merge_again(SUBJECT(context, 2), true)
#define RQ_MERGE rq_merge(SUBJECT(context, 1))
#define RQ_MERGE_AGAIN rq_merge_again(SUBJECT(context, 1))

TWICE_IF_PREEMPTED("block_bio_queue", bio_queue, BIO_QUEUE, BIO_QUEUE)
TWICE_IF_PREEMPTED("block_split", bio_split, BIO_SPLIT, BIO_SPLIT)
TWICE("block_rq_issue", rq_issue, RQ_ISSUE, RQ_ISSUE_AGAIN)
TWICE("block_rq_requeue", rq_requeue, RQ_REQUEUE, RQ_REQUEUE)
TWICE("block_rq_complete", rq_complete, RQ_COMPLETE, RQ_COMPLETE)
TWICE_IF_PREEMPTED("block_bio_backmerge", bio_backmerge, BIO_BACKMERGE, BIO_BACKMERGE_AGAIN)
TWICE_IF_PREEMPTED("block_bio_frontmerge", bio_frontmerge, BIO_FRONTMERGE, BIO_FRONTMERGE_AGAIN)
TWICE_IF_PREEMPTED("block_rq_merge", rq_merge, RQ_MERGE, RQ_MERGE_AGAIN)
/* Late releases of 5.10 (seen in 5.10.262) have a54895fa057c and still hd_struct. */
TWICE("block_rq_issue", rq_issue_late, rq_issue(ARGUMENT(context, 0)), rq_issue_again(ARGUMENT(context, 0)))
TWICE("block_rq_requeue", rq_requeue_late, rq_requeue(ARGUMENT(context, 0)), rq_requeue(ARGUMENT(context, 0)))
ON_BOTH("block_rq_merge", rq_merge_late, rq_merge(ARGUMENT(context, 0)))
/*
 * (folio, mapping) since 203a31516616 of Linux 5.18; (page, mapping) under the old name before. One program is enough: the
 * next dirtied page makes up for a skipped run.
 */
ON_BOTH("writeback_dirty_folio", folio_dirtied, folio_dirtied(ARGUMENT(context, 1)))
ON_BOTH("writeback_dirty_page", page_dirtied, folio_dirtied(ARGUMENT(context, 1)))

SEC("tp/block/block_bio_queue")
int bio_queue_tracepoint(struct block_record *record)
{
	return queue_record(record);
}

SEC("tp/block/block_split")
int bio_split_tracepoint(struct block_record *record)
{
	return split_record(record);
}

SEC("tp/block/block_rq_issue")
int rq_issue_tracepoint(struct block_issue_record *record)
{
	return issue_record(record);
}

SEC("tp/block/block_rq_requeue")
int rq_requeue_tracepoint(struct block_record *record)
{
	return requeue_record(record);
}

SEC("tp/block/block_rq_complete")
int rq_complete_tracepoint(struct block_record *record)
{
	return complete_record(record);
}

SEC("tp/block/block_bio_backmerge")
int bio_backmerge_tracepoint(struct block_record *record)
{
	return bio_merge_record(record);
}

SEC("tp/block/block_bio_frontmerge")
int bio_frontmerge_tracepoint(struct block_record *record)
{
	return bio_merge_record(record);
}

SEC("tp/block/block_rq_merge")
int rq_merge_tracepoint(struct block_issue_record *record)
{
	return request_merge_record(record);
}
