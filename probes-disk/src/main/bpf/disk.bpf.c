/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Requests of block devices from their issue to their completion, the merges on the way there, and whose they are. README.md
 * beside this module says what counts.
 */
#include <observoor/emit.bpf.h>
#include <observoor/preemption.bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include "block.bpf.h"
#include "record.bpf.h"

char LICENSE[] SEC("license") = "GPL";

/* Argument `number` (a digit) of a tracepoint. */
#define ARGUMENT(context, number)                                        \
	({                                                               \
		__u64 value;                                             \
		asm volatile("%0 = *(u64 *)(%1 + 8 * " #number ")"       \
			     : "=r"(value)                               \
			     : "r"(context));                            \
		(void *)value;                                           \
	})

/*
 * Linux 5.10 passes the queue before the request or bio, and to the merges of a bio the request as well; a54895fa057c
 * and e8a676d61c07 of Linux 5.11 took them out. hd_struct went with the same release. The loads are in assembler so that
 * they stay in their branches: the verifier refuses the one for the other kernels, and skips it as dead.
 */
#define SUBJECT(context, old_number)                                                                        \
	(bpf_core_type_exists(struct hd_struct) ? ARGUMENT(context, old_number) : ARGUMENT(context, 0))

#define PROGRAM(section, name, body) \
	SEC(section)                 \
	int name(__u64 *context)     \
	{                            \
		return body;         \
	}

/* The same program for both hooks: on the tracepoint with its types, and on the raw one. */
#define ON_BOTH(tracepoint, name, body)               \
	PROGRAM("tp_btf/" tracepoint, name##_btf, body) \
	PROGRAM("raw_tp/" tracepoint, name##_raw, body)

#define ON_BOTH_AGAIN(tracepoint, name, body)               \
	PROGRAM("tp_btf/" tracepoint, name##_btf_again, body) \
	PROGRAM("raw_tp/" tracepoint, name##_raw_again, body)

/* Pairs for where the kernel passes over a program that is running already: the second does what the first did not. */
#define TWICE(tracepoint, name, body, body_again) \
	ON_BOTH(tracepoint, name, body)           \
	ON_BOTH_AGAIN(tracepoint, name, body_again)

/* Threads do it, no interrupt: pairs only for where threads are preempted in it (preemption.bpf.h). */
#define TWICE_IF_PREEMPTED(tracepoint, name, body, body_again) \
	ON_BOTH(tracepoint, name, (refuse_preemption(), body)) \
	TWICE(tracepoint, name##_preempted, body, body_again)

#define QUEUED bio_queued(SUBJECT(context, 1))
#define SPLIT bio_split(SUBJECT(context, 1))
#define ISSUED request_issued(SUBJECT(context, 1))
#define ISSUED_AGAIN request_issued_again(SUBJECT(context, 1))
#define REQUEUED request_requeued(SUBJECT(context, 1))
#define COMPLETED request_completed(ARGUMENT(context, 0), (__u32)(__u64)ARGUMENT(context, 2))
#define BACK_MERGED bio_merged(SUBJECT(context, 2), false)
#define BACK_MERGED_AGAIN bio_merged_again(SUBJECT(context, 2), false)
#define FRONT_MERGED bio_merged(SUBJECT(context, 2), true)
#define FRONT_MERGED_AGAIN bio_merged_again(SUBJECT(context, 2), true)
#define REQUEST_MERGED request_merged(SUBJECT(context, 1))
#define REQUEST_MERGED_AGAIN request_merged_again(SUBJECT(context, 1))

TWICE_IF_PREEMPTED("block_bio_queue", queued, QUEUED, QUEUED)
TWICE_IF_PREEMPTED("block_split", split, SPLIT, SPLIT)
TWICE("block_rq_issue", issued, ISSUED, ISSUED_AGAIN)
TWICE("block_rq_requeue", requeued, REQUEUED, REQUEUED)
TWICE("block_rq_complete", completed, COMPLETED, COMPLETED)
TWICE_IF_PREEMPTED("block_bio_backmerge", back_merged, BACK_MERGED, BACK_MERGED_AGAIN)
TWICE_IF_PREEMPTED("block_bio_frontmerge", front_merged, FRONT_MERGED, FRONT_MERGED_AGAIN)
TWICE_IF_PREEMPTED("block_rq_merge", merged_request, REQUEST_MERGED, REQUEST_MERGED_AGAIN)
/* Late stable releases of 5.10 (seen in 5.10.262) took the first of these changes over and still have hd_struct. */
TWICE("block_rq_issue", issued_late, request_issued(ARGUMENT(context, 0)), request_issued_again(ARGUMENT(context, 0)))
TWICE("block_rq_requeue", requeued_late, request_requeued(ARGUMENT(context, 0)), request_requeued(ARGUMENT(context, 0)))
ON_BOTH("block_rq_merge", merged_request_late, request_merged(ARGUMENT(context, 0)))
/* (folio, mapping) since 203a31516616 of Linux 5.18, (page, mapping) under its old name before; what is missed comes again */
ON_BOTH("writeback_dirty_folio", folio_dirtied, page_dirtied(ARGUMENT(context, 1)))
ON_BOTH("writeback_dirty_page", page_dirtied, page_dirtied(ARGUMENT(context, 1)))

SEC("tp/block/block_bio_queue")
int queued_tracepoint(struct block_record *record)
{
	return queued_at(record);
}

SEC("tp/block/block_split")
int split_tracepoint(struct block_record *record)
{
	return split_at(record);
}

SEC("tp/block/block_rq_issue")
int issued_tracepoint(struct issue_record *record)
{
	return issued_at(record);
}

SEC("tp/block/block_rq_requeue")
int requeued_tracepoint(struct block_record *record)
{
	return requeued_at(record);
}

SEC("tp/block/block_rq_complete")
int completed_tracepoint(struct block_record *record)
{
	return completed_at(record);
}

SEC("tp/block/block_bio_backmerge")
int back_merged_tracepoint(struct block_record *record)
{
	return bio_merged_at(record);
}

SEC("tp/block/block_bio_frontmerge")
int front_merged_tracepoint(struct block_record *record)
{
	return bio_merged_at(record);
}

SEC("tp/block/block_rq_merge")
int merged_request_tracepoint(struct issue_record *record)
{
	return request_merged_at(record);
}
