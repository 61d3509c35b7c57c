/**
 * The whole agent, as it is distributed, under real kernel events that a small program of our own
 * makes. Everything here needs root.
 */
package io.observoor.benchmarks.agent;
