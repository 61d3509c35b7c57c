/** Probe of page faults, reclaim, compaction, swapping, OOM kills and process exits. */
package io.observoor.probes.mem;
