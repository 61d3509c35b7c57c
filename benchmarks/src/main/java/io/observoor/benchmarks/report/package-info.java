/** Figures: what is measured and aimed at, where results are kept, how they are printed. */
package io.observoor.benchmarks.report;
