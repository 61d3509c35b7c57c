/** Probe of the scheduler: how long threads run, wait for a CPU and sleep. */
package io.observoor.probes.sched;
