/** When the threads of the tracked processes run, wait to run and sleep. */
package io.observoor.probes.sched;
