package io.observoor.api.batch;

/**
 * Lost events or rows.
 *
 * @param event the event's name, {@code unknown} where it is not known; at the stages that lose
 *     rows, which belong to no single event, {@code all} ({@link LossStage#SPOOL}) or the name of
 *     the sink that did not get them ({@link LossStage#SPOOL_BOUND})
 * @param stage where they were lost
 * @param count how many
 */
public record Loss(String event, LossStage stage, long count) {}
