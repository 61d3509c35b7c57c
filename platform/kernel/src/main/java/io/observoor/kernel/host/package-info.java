/** Loads probes: shared maps, selection of hooks, life cycle, tracked processes. */
package io.observoor.kernel.host;
