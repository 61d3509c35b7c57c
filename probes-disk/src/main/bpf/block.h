/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef BLOCK_H
#define BLOCK_H

#include <observoor/types.h>

/* Types of the block layer and the page cache, only with the members that this probe reads (CO-RE). */

/* include/linux/sched.h */
#define PF_KTHREAD 0x00200000
#define PF_LOCAL_THROTTLE 0x00100000 /* writes back through another device: loop worker, nfsd */

/* include/linux/stat.h */
#define S_IFMT 0170000
#define S_IFBLK 0060000

/* include/linux/page-flags.h: low bits of page.mapping; if either is set, it is not an address_space */
#define PAGE_MAPPING_FLAGS 3UL

/* include/linux/blk_types.h: the same in all versions */
#define REQ_OP_MASK 0xff
#define REQ_OP_READ 0
#define REQ_OP_WRITE 1
#define REQ_OP_FLUSH 2
#define REQ_OP_DISCARD 3
#define REQ_OP_SECURE_ERASE 5
#define REQ_OP_SCSI_IN 32 /* up to Linux 5.13 */
#define REQ_OP_DRV_IN 34
#define REQ_OP_DRV_OUT 35

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct list_head {
	struct list_head *next;
};

struct inode {
	unsigned short i_mode;
};

struct address_space {
	struct inode *host;
};

struct page {
	unsigned long compound_head; /* of a tail page: address of the head + 1 */
	struct address_space *mapping;
};

struct bio_vec {
	struct page *bv_page;
	unsigned int bv_len;
};

struct bvec_iter {
	unsigned int bi_size;
	unsigned int bi_idx;
};

struct gendisk {
	int major;
	int first_minor;
};

struct block_device {
	struct gendisk *bd_disk;
};

struct bio {
	struct block_device *bi_bdev;
	unsigned int bi_opf;
	struct bvec_iter bi_iter;
	void *bi_private;
	struct bio_vec *bi_io_vec;
};

/* up to Linux 5.11; 309dca309fc3 ("block: store a block_device pointer in struct bio") */
struct bio___disk {
	struct gendisk *bi_disk;
};

struct request_queue {
	struct gendisk *disk;
};

/* block/blk.h: requests that wait for a flush */
struct blk_flush_queue {
	unsigned int flush_pending_idx : 1;
	unsigned int flush_running_idx : 1;
	struct list_head flush_queue[2];
};

struct blk_mq_hw_ctx {
	struct blk_flush_queue *fq;
};

struct request {
	struct request_queue *q;
	struct blk_mq_hw_ctx *mq_hctx;
	unsigned int cmd_flags;
	__u64 start_time_ns;
	unsigned int __data_len;
	struct bio *bio;
	struct list_head queuelist;
};

/* up to Linux 5.16; f3fa33acca9f ("block: remove the ->rq_disk field in struct request") */
struct request___disk {
	struct gendisk *rq_disk;
};

/* up to Linux 6.7; 81ada09cc25e ("blk-flush: reuse rq queuelist in flush state machine") */
struct request___flush_list {
	struct {
		struct list_head list;
	} flush;
};

/* up to Linux 5.10; 0d02129e76ed ("block: merge struct block_device and struct hd_struct") */
struct hd_struct {
	int partno;
};

/* Records of plain tracepoints, for the member that moved: Linux 6.9 put ioprio in front of rwbs. */
struct trace_event_raw_block_rq {
	char rwbs[8];
};

struct trace_event_raw_block_rq_requeue {
	char rwbs[8];
};

struct trace_event_raw_block_rq_completion {
	char rwbs[8];
};

/* name of the one above up to Linux 5.17 */
struct trace_event_raw_block_rq_complete {
	char rwbs[8];
};

struct trace_event_raw_block_bio {
	char rwbs[8];
};

/* up to Linux 5.10; e8a676d61c07 ("block: simplify and extend the block_bio_merge tracepoint class") */
struct trace_event_raw_block_bio_merge {
	char rwbs[8];
};

#pragma clang attribute pop

/* relocated, because the value of zone append has changed */
enum req_op {
	REQ_OP_ZONE_APPEND = 7,
};

#endif
