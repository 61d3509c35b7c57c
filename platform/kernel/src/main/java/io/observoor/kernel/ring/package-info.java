/**
 * Reads the kernel's ring buffers, one for each CPU, straight from the memory that the kernel
 * shares with us.
 *
 * <p>{@link io.observoor.kernel.ring.ReaderLoop} is the thread: passes over all ring buffers,
 * watermarks, sleep. {@link io.observoor.kernel.ring.RingBufferReader} is one pass: walks the
 * records, checks them and copies them into slabs, with no call out of Java and no allocation for
 * an event. {@link io.observoor.kernel.ring.RecordLayout} says what the memory looks like.
 */
package io.observoor.kernel.ring;
