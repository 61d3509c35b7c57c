/** Figures, their aims, the file of results, and tables of them. */
package io.observoor.benchmarks.report;
