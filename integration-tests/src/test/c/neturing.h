/* Single requests over io_uring, by system calls without liburing. */
#ifndef NETURING_H
#define NETURING_H

#include <linux/io_uring.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>

struct ring {
	int fd;
	int polling; /* a kernel thread polls for requests (SQPOLL) */
	uint32_t *sq_tail, *sq_mask, *sq_array, *sq_flags, *cq_head, *cq_tail, *cq_mask;
	struct io_uring_sqe *requests;
	struct io_uring_cqe *completions;
};

/* Returns 0, or -1 with errno. */
static int ring_open(struct ring *ring, int polling)
{
	struct io_uring_params params = { .flags = polling ? IORING_SETUP_SQPOLL : 0, .sq_thread_idle = 1000 };
	char *sq, *cq;

	ring->polling = polling;
	ring->fd = syscall(SYS_io_uring_setup, 8, &params);
	if (ring->fd < 0)
		return -1;
	sq = mmap(NULL, params.sq_off.array + params.sq_entries * sizeof(uint32_t), PROT_READ | PROT_WRITE,
		  MAP_SHARED | MAP_POPULATE, ring->fd, IORING_OFF_SQ_RING);
	cq = mmap(NULL, params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe), PROT_READ | PROT_WRITE,
		  MAP_SHARED | MAP_POPULATE, ring->fd, IORING_OFF_CQ_RING);
	ring->requests = mmap(NULL, params.sq_entries * sizeof(struct io_uring_sqe), PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_POPULATE, ring->fd, IORING_OFF_SQES);
	if (sq == MAP_FAILED || cq == MAP_FAILED || ring->requests == MAP_FAILED)
		return -1;
	ring->sq_tail = (uint32_t *)(sq + params.sq_off.tail);
	ring->sq_mask = (uint32_t *)(sq + params.sq_off.ring_mask);
	ring->sq_array = (uint32_t *)(sq + params.sq_off.array);
	ring->sq_flags = (uint32_t *)(sq + params.sq_off.flags);
	ring->cq_head = (uint32_t *)(cq + params.cq_off.head);
	ring->cq_tail = (uint32_t *)(cq + params.cq_off.tail);
	ring->cq_mask = (uint32_t *)(cq + params.cq_off.ring_mask);
	ring->completions = (struct io_uring_cqe *)(cq + params.cq_off.cqes);
	return 0;
}

/* Runs one request; returns its result or a negative errno. `flags`: IOSQE_ASYNC for a worker thread. */
static long ring_do(struct ring *ring, int opcode, int flags, int fd, void *data, unsigned length)
{
	uint32_t tail = *ring->sq_tail, head = *ring->cq_head;
	uint32_t index = tail & *ring->sq_mask;
	struct io_uring_sqe *request = &ring->requests[index];
	long result;

	*request = (struct io_uring_sqe){ .opcode = opcode, .flags = flags, .fd = fd, .addr = (uintptr_t)data,
					  .len = length };
	ring->sq_array[index] = index;
	__atomic_store_n(ring->sq_tail, tail + 1, __ATOMIC_SEQ_CST);
	if (!ring->polling || __atomic_load_n(ring->sq_flags, __ATOMIC_SEQ_CST) & IORING_SQ_NEED_WAKEUP)
		syscall(SYS_io_uring_enter, ring->fd, 1, 0, ring->polling ? IORING_ENTER_SQ_WAKEUP : 0, NULL, 0);
	while (__atomic_load_n(ring->cq_tail, __ATOMIC_ACQUIRE) == head) {
		if (syscall(SYS_io_uring_enter, ring->fd, 0, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0 && errno != EINTR)
			return -errno;
	}
	result = ring->completions[head & *ring->cq_mask].res;
	__atomic_store_n(ring->cq_head, head + 1, __ATOMIC_RELEASE);
	return result;
}

#endif
