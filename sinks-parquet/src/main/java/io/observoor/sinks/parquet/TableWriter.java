package io.observoor.sinks.parquet;

import io.observoor.api.batch.TableSchema;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/**
 * Writes the rows of one table into one Parquet file. Between calls it holds little more than the
 * file's index.
 */
final class TableWriter {
  /** How large a row group becomes in memory before it goes to the file. */
  private static final long ROW_GROUP_BYTES = 4L << 20;

  /** How many rows are encoded before it is looked at whether a page or the row group is full. */
  private static final int CHUNK_ROWS = 512;

  private final TableSchema schema;
  private final MessageType type;
  private final ZstdCompressor compressor;
  private final ParquetOutput output;
  private final ParquetFileWriter file;
  private int groups;

  TableWriter(TableSchema schema, ZstdCompressor compressor, ParquetOutput output)
      throws IOException {
    this.schema = schema;
    this.compressor = compressor;
    this.output = output;
    type = ParquetSchema.of(schema);
    file =
        new ParquetFileWriter(
            output,
            type,
            ParquetFileWriter.Mode.CREATE,
            ROW_GROUP_BYTES,
            0,
            null,
            RowGroup.PROPERTIES);
    file.start();
  }

  /** Appends rows as one row group, or as several where there are many. */
  void append(List<Rows> rows) throws IOException {
    RowGroup group = null;
    try {
      for (Rows some : rows) {
        for (int from = some.from(); from < some.to(); from += CHUNK_ROWS) {
          if (group == null) {
            group = new RowGroup(schema, type, compressor, groups++);
          }
          group.append(some.table(), from, Math.min(some.to(), from + CHUNK_ROWS));
          if (group.bufferedBytes() >= ROW_GROUP_BYTES) {
            group.writeTo(file);
            group.close();
            group = null;
          }
        }
      }
      if (group != null) {
        group.writeTo(file);
      }
    } finally {
      if (group != null) {
        group.close();
      }
    }
    output.flush();
  }

  /** Completes the file with its index and footer; nothing can be appended any more. */
  void finish(Map<String, String> metadata) throws IOException {
    file.end(metadata);
    file.close();
  }

  /** Lets go of the memory of a file that will not be finished. */
  void abandon() throws IOException {
    file.close();
  }
}
