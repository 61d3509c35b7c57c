/**
 * The pipeline service: the registry of event types, and the aggregation thread that consumes the
 * ring. Tests create it without OSGi.
 */
package io.observoor.pipeline.engine;
