/**
 * What a sink bundle implements: an OSGi service {@link io.observoor.api.sink.Sink} that takes
 * numbered batches in order and acknowledges what is durable. {@code docs/writing-a-sink.md} walks
 * through one.
 */
@Version("1.1.0")
package io.observoor.api.sink;

import org.osgi.annotation.versioning.Version;
