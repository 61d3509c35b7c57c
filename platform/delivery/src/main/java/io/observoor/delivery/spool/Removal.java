package io.observoor.delivery.spool;

import java.util.List;

/**
 * Batches that are just being removed from the file.
 *
 * @param batches how many of the oldest
 * @param lost how many of them a sink has not had
 * @param losers the names of these sinks
 * @param undo takes back what was counted, because they stay in the file
 */
record Removal(int batches, long lost, List<String> losers, List<Runnable> undo) {}
