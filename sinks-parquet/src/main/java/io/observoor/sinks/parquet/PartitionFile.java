package io.observoor.sinks.parquet;

import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SinkException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file of one partition until it stands in its place. It holds the rows that the partition has in
 * the batches [first, last]. Rows wait as they came, which is how they need least memory, until
 * they are written to the file in {@code .incoming}.
 */
final class PartitionFile {
  private final Partition partition;
  private final TableSchema schema;
  private final String installation;
  private final long first;
  private final Path incoming;
  private final ZstdCompressor compressor;
  private final FileOperations operations;

  private final List<Rows> waiting = new ArrayList<>();
  private long waitingBytes;
  private long last;

  /** Null until rows are written. */
  private ParquetOutput output;

  private TableWriter writer;

  PartitionFile(
      Partition partition,
      TableSchema schema,
      long firstBatch,
      String installation,
      Incoming directory,
      ZstdCompressor compressor,
      FileOperations operations) {
    this.partition = partition;
    this.schema = schema;
    this.installation = installation;
    this.compressor = compressor;
    this.operations = operations;
    first = firstBatch;
    incoming = directory.file(partition, firstBatch);
  }

  TableSchema schema() {
    return schema;
  }

  /** Takes rows of a batch. */
  void add(long batch, Rows rows) {
    waiting.add(rows);
    waitingBytes += rows.bytes();
    last = batch;
  }

  /** How many bytes of rows wait in memory. */
  long waitingBytes() {
    return waitingBytes;
  }

  /** How many bytes were written to the file. */
  long writtenBytes() {
    return output == null ? 0 : output.getPos();
  }

  /** Writes the rows that wait to the file beside its place. */
  void write() throws SinkException, InterruptedException {
    if (output == null) {
      output =
          Failures.attempt(
              "create", incoming, () -> new ParquetOutput(operations.create(incoming)));
      writer =
          Failures.attempt("write", incoming, () -> new TableWriter(schema, compressor, output));
    }
    Failures.attempt("write", incoming, () -> writer.append(waiting));
    waiting.clear();
    waitingBytes = 0;
  }

  /** Completes, syncs and closes the file, still beside its place. */
  void finish(String version) throws SinkException, InterruptedException {
    write();
    Map<String, String> metadata =
        Map.of(
            "observoor.installation",
            installation,
            "observoor.first_batch",
            Long.toString(first),
            "observoor.last_batch",
            Long.toString(last),
            "observoor.version",
            version,
            "observoor.schema_version",
            ParquetSchema.VERSION);
    Failures.attempt("write", incoming, () -> writer.finish(metadata));
    Failures.attempt("sync", incoming, output::sync);
    Failures.attempt("close", incoming, output::closeFile);
  }

  /** Puts the finished file into its place below {@code data}; the caller syncs the directory. */
  void publish(Path data) throws SinkException, InterruptedException {
    Path directory = partition.in(data);
    Path place = directory.resolve(new FileName(installation, first, last).toString());
    Failures.attempt("create", directory, () -> operations.createDirectories(directory));
    Failures.attempt(
        "rename " + incoming.getFileName() + " to", place, () -> operations.move(incoming, place));
  }

  /**
   * Gives the file up, whatever state it is in. What cannot be deleted now, the next open deletes.
   */
  void abandon() {
    if (output == null) {
      return;
    }
    output.abandon();
    if (writer != null) {
      quietly(writer::abandon);
    }
    quietly(output::closeFile);
    quietly(() -> operations.delete(incoming));
  }

  private static void quietly(Failures.Action action) {
    try {
      action.run();
    } catch (IOException | RuntimeException alreadyFailing) {
      // The failure that led here is the one that is reported.
    }
  }
}
