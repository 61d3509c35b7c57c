package io.observoor.benchmarks.report;

/**
 * The measured value of a {@link Figure}.
 *
 * @param value in the figure's unit
 * @param detail more, such as the spread; may be empty
 */
public record Measurement(double value, String detail) {}
