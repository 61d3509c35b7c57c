/**
 * The hot path on records that lie prepared in memory: no kernel, no system call. Everything here
 * is JMH; an operation is an event.
 */
package io.observoor.benchmarks.path;
