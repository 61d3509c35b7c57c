/**
 * What {@code /proc} says about the tracked processes at the end of each window: four tables, one
 * reading. Written against the public API only, as any probe of a stranger.
 */
package io.observoor.probes.process;
