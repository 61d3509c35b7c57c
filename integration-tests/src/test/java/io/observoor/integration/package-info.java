/**
 * The whole agent as it is shipped, on real kernel events: its rows against what a workload, the
 * kernel or another reader says. Each test starts the distribution's own command in a process of
 * its own, waits for lines of its log, never for time.
 */
package io.observoor.integration;
