/**
 * The way of an event from the reader of the kernel's ring buffers to the rows of a window: a
 * shared Disruptor ring whose slots are {@linkplain io.observoor.pipeline.Slab slabs} of many
 * records, and one aggregation thread behind it.
 */
@Export
@Version("1.1.0")
package io.observoor.pipeline;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
