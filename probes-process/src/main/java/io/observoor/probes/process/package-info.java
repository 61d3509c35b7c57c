/**
 * Probe of process snapshots: four tables that share one reading of {@code /proc} at the end of
 * each window. Uses only the public API, as a third party's probe would.
 */
package io.observoor.probes.process;
