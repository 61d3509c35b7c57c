package io.observoor.sinks.parquet;

import io.observoor.api.batch.TableSchema;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/** Writes rows of one table to a Parquet file. Keeps only the file's index between calls. */
final class TableWriter {
  /** The size in memory at which a row group is written to the file. */
  private static final long ROW_GROUP_BYTES = 4L << 20;

  /** The rows encoded between checks for a full page or row group. */
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

  /** Appends rows as one or more row groups. */
  void append(List<RowRange> rows) throws IOException {
    RowGroup group = null;
    try {
      for (RowRange range : rows) {
        for (int from = range.from(); from < range.to(); from += CHUNK_ROWS) {
          if (group == null) {
            group = new RowGroup(schema, type, compressor, groups++);
          }
          group.append(range.table(), from, Math.min(range.to(), from + CHUNK_ROWS));
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

  /** Writes the index and the footer, and ends the file. */
  void finish(Map<String, String> metadata) throws IOException {
    file.end(metadata);
    file.close();
  }

  /** Frees the memory of an unfinished file. */
  void abandon() throws IOException {
    file.close();
  }
}
