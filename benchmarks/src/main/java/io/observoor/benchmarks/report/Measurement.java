package io.observoor.benchmarks.report;

/**
 * What was measured of a {@link Figure}.
 *
 * @param value in the figure's unit
 * @param detail what else is worth knowing, such as the spread; may be empty
 */
public record Measurement(double value, String detail) {}
