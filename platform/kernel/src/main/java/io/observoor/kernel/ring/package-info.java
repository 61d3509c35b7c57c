/**
 * Reads the kernel's ring buffers, one for each CPU, from mapped memory.
 *
 * <p>{@link io.observoor.kernel.ring.ReaderLoop} is the thread: passes over all ring buffers,
 * watermarks, sleep. {@link io.observoor.kernel.ring.RingBufferReader} is one pass: checks the
 * records and copies them into slabs, without a native call or an allocation for an event. {@link
 * io.observoor.kernel.ring.RecordLayout} has the layout of the memory.
 */
package io.observoor.kernel.ring;
