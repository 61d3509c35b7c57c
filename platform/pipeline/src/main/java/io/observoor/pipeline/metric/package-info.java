/**
 * What events become within a window: the compiled declarations, a primitive hash table for each
 * metric and window, and the tables of rows that follow from it. Everything here belongs to the
 * aggregation thread, but for what is made when a probe registers.
 */
package io.observoor.pipeline.metric;
