/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Requests of block devices from their issue to their completion, the merges on the way there, and whose they are. README.md
 * beside this module says what counts.
 */
#include <observoor/emit.bpf.h>
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

/* The same program twice: on the tracepoint with its types, and on the raw one. */
#define TRACED(tracepoint, name, body)         \
	SEC("tp_btf/" tracepoint)              \
	int name##_btf(__u64 *context)         \
	{                                      \
		return body;                   \
	}                                      \
	SEC("raw_tp/" tracepoint)              \
	int name##_raw(__u64 *context)         \
	{                                      \
		return body;                   \
	}

TRACED("block_bio_queue", queued, bio_queued(SUBJECT(context, 1)))
TRACED("block_split", split, bio_split(SUBJECT(context, 1)))
TRACED("block_rq_issue", issued, request_issued(SUBJECT(context, 1)))
TRACED("block_rq_requeue", requeued, request_requeued(SUBJECT(context, 1)))
TRACED("block_rq_complete", completed, request_completed(ARGUMENT(context, 0), (__u32)(__u64)ARGUMENT(context, 2)))
TRACED("block_bio_backmerge", back_merged, bio_merged(SUBJECT(context, 2), false))
TRACED("block_bio_frontmerge", front_merged, bio_merged(SUBJECT(context, 2), true))
TRACED("block_rq_merge", merged_request, request_merged(SUBJECT(context, 1)))
/* Late stable releases of 5.10 (seen in 5.10.262) took the first of these changes over and still have hd_struct. */
TRACED("block_rq_issue", issued_late, request_issued(ARGUMENT(context, 0)))
TRACED("block_rq_requeue", requeued_late, request_requeued(ARGUMENT(context, 0)))
TRACED("block_rq_merge", merged_request_late, request_merged(ARGUMENT(context, 0)))
/* (folio, mapping) since 203a31516616 of Linux 5.18, (page, mapping) under its old name before */
TRACED("writeback_dirty_folio", folio_dirtied, page_dirtied(ARGUMENT(context, 1)))
TRACED("writeback_dirty_page", page_dirtied, page_dirtied(ARGUMENT(context, 1)))

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
