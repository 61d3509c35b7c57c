/**
 * Measures what observoor costs. {@link io.observoor.benchmarks.Main} is the command behind {@code
 * make bench}: it measures, prints a table and keeps the figures.
 */
package io.observoor.benchmarks;
