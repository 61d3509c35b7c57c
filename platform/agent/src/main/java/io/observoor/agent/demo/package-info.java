/**
 * The additions of {@code make run}: a workload to observe where no client is running, and how to
 * read the first rows.
 */
package io.observoor.agent.demo;
