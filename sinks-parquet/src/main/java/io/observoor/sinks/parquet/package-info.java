/**
 * The sink that writes windows as Parquet files: {@code
 * DATA/TABLE/date=YYYY-MM-DD/hour=HH/INSTALLATION-FIRST-LAST.parquet}, by the UTC hour of the rows'
 * time, named after the batches that the file holds.
 *
 * <p>From the outside in: {@link io.observoor.sinks.parquet.ParquetSink} decides when to roll; a
 * {@code Roll} is the files that are filled at a time and publishes them together; a {@code
 * PartitionFile} is one of them, whose rows wait in memory, are written in {@code DATA/.incoming},
 * and whose file is renamed when it is closed and synced; a {@code TableWriter} is the Parquet
 * inside, a {@code RowGroup} at a time.
 *
 * <p>Exactly once: a batch is acknowledged when all files of its roll are in place. After a crash
 * between two renames the roll comes again, and {@code PublishedFiles} leaves out what the names in
 * a partition say is there already.
 */
package io.observoor.sinks.parquet;
