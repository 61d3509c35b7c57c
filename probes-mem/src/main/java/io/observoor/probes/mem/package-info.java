/** Page faults, reclaim, compaction, swapping, and the ends of processes. */
package io.observoor.probes.mem;
