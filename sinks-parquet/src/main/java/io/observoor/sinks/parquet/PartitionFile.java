package io.observoor.sinks.parquet;

import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SinkException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A partition's file until it is published, with the partition's rows of the batches [first, last].
 * Buffers rows as the batches' tables, which takes the least memory, until they are written to the
 * staged file.
 */
final class PartitionFile {
  private final Partition partition;
  private final TableSchema schema;
  private final String installation;
  private final long first;
  private final Path staged;
  private final ZstdCompressor compressor;
  private final FileOperations operations;

  private final List<RowRange> buffered = new ArrayList<>();
  private long bufferedBytes;
  private long last;

  /** Null until the first write. */
  private ParquetOutput output;

  private TableWriter writer;

  PartitionFile(
      Partition partition,
      TableSchema schema,
      long firstBatch,
      String installation,
      StagingDirectory staging,
      ZstdCompressor compressor,
      FileOperations operations) {
    this.partition = partition;
    this.schema = schema;
    this.installation = installation;
    this.compressor = compressor;
    this.operations = operations;
    first = firstBatch;
    staged = staging.file(partition, firstBatch);
  }

  TableSchema schema() {
    return schema;
  }

  /** Buffers rows of a batch. */
  void add(long batch, RowRange rows) {
    buffered.add(rows);
    bufferedBytes += rows.bytes();
    last = batch;
  }

  /** The bytes of buffered rows. */
  long bufferedBytes() {
    return bufferedBytes;
  }

  /** The bytes written to the staged file. */
  long writtenBytes() {
    return output == null ? 0 : output.getPos();
  }

  /** Writes the buffered rows to the staged file. */
  void write() throws SinkException, InterruptedException {
    if (output == null) {
      output =
          FileFailures.attempt(
              "create", staged, () -> new ParquetOutput(operations.create(staged)));
      writer =
          FileFailures.attempt("write", staged, () -> new TableWriter(schema, compressor, output));
    }
    FileFailures.attempt("write", staged, () -> writer.append(buffered));
    buffered.clear();
    bufferedBytes = 0;
  }

  /** Completes, syncs and closes the staged file. */
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
    FileFailures.attempt("write", staged, () -> writer.finish(metadata));
    FileFailures.attempt("sync", staged, output::sync);
    FileFailures.attempt("close", staged, output::closeFile);
  }

  /** Moves the finished file below {@code data}; the caller syncs the directory. */
  void publish(Path data) throws SinkException, InterruptedException {
    Path directory = partition.directory(data);
    Path published = directory.resolve(new FileName(installation, first, last).toString());
    FileFailures.attempt("create", directory, () -> operations.createDirectories(directory));
    FileFailures.attempt(
        "rename " + staged.getFileName() + " to",
        published,
        () -> operations.move(staged, published));
  }

  /** Discards the file in any state. The next open deletes what cannot be deleted now. */
  void abandon() {
    if (output == null) {
      return;
    }
    output.abandon();
    if (writer != null) {
      quietly(writer::abandon);
    }
    quietly(output::closeFile);
    quietly(() -> operations.delete(staged));
  }

  private static void quietly(FileFailures.Action action) {
    try {
      action.run();
    } catch (IOException | RuntimeException ignored) {
      // The sink reports the first failure, which led here.
    }
  }
}
