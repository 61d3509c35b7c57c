/**
 * The pipeline itself: the registry of event types, the aggregation thread behind the ring, and the
 * component that OSGi starts. Everything can be made without OSGi, too.
 */
package io.observoor.pipeline.engine;
