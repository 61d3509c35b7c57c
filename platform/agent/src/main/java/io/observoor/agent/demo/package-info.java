/**
 * What {@code make run} adds: a workload to watch where no client runs, and where to look at the
 * rows.
 */
package io.observoor.agent.demo;
