/**
 * Aggregates events within a window: compiled declarations feed a primitive hash table for each
 * metric and window, which is converted to rows. For the aggregation thread alone, except for
 * compilation when a probe registers.
 */
package io.observoor.pipeline.metric;
