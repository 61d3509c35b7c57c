/**
 * Writes batches as Parquet files: {@code
 * DATA/TABLE/date=YYYY-MM-DD/hour=HH/INSTALLATION-FIRST-LAST.parquet}, partitioned by the UTC hour
 * of the rows' time and named after the batches that the file contains.
 *
 * <p>From the outside in: {@link io.observoor.sinks.parquet.ParquetSink} decides when to roll;
 * {@code OpenFiles} publishes all files of a roll together; a {@code PartitionFile} buffers rows,
 * writes them to {@code DATA/.incoming}, and renames its file once it is closed and synced; a
 * {@code TableWriter} writes the Parquet format, one {@code RowGroup} at a time.
 *
 * <p>Exactly once: a batch is acknowledged once all files of its roll are published. After a crash
 * between two renames the batches are delivered again, and {@code PublishedFiles} skips those that
 * the file names of a partition cover already.
 */
package io.observoor.sinks.parquet;
