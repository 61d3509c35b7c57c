/**
 * JMH benchmarks of the hot path on prepared records in memory, without the kernel; an operation is
 * an event.
 */
package io.observoor.benchmarks.path;
