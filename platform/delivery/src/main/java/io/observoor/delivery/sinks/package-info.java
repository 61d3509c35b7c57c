/**
 * What runs the sinks: {@link io.observoor.delivery.sinks.SinkRunner} is the thread of one, {@link
 * io.observoor.delivery.sinks.SinkRunners} has all of them.
 */
package io.observoor.delivery.sinks;
