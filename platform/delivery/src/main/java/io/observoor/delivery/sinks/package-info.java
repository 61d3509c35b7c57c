/**
 * The life of the sinks: {@link io.observoor.delivery.sinks.SinkRunner} is the thread of one,
 * {@link io.observoor.delivery.sinks.SinkRegistry} has all of them, and {@link
 * io.observoor.delivery.sinks.SinkController} changes which are active.
 */
package io.observoor.delivery.sinks;
