/** Measures the distributed agent under real kernel events of small traced programs. Needs root. */
package io.observoor.benchmarks.agent;
