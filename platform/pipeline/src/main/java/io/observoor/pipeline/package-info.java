/**
 * Aggregates events into the rows of windows: the reader of the kernel's ring buffers fills a
 * Disruptor ring of {@linkplain io.observoor.pipeline.Slab slabs}, each with many records, which
 * one aggregation thread consumes.
 */
@Export
@Version("1.1.0")
package io.observoor.pipeline;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
