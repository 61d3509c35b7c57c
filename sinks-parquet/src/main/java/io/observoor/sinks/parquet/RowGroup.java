package io.observoor.sinks.parquet;

import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/**
 * Encodes a row group in memory, column by column. It uses the layer below parquet's record
 * writers, which accepts columns and needs no Hadoop class. A row of 25 values takes some 350 bytes
 * here and 80 before, so a row group lives only while it is written.
 */
final class RowGroup implements AutoCloseable {
  /**
   * Small pages let readers skip by the page index. The small dictionary limit makes columns with
   * many distinct values fall back to plain encoding early, before their hash table exceeds their
   * values.
   */
  static final ParquetProperties PROPERTIES =
      ParquetProperties.builder()
          .withPageSize(64 << 10)
          .withDictionaryPageSize(16 << 10)
          .withDictionaryEncoding(true)
          .withStatisticsEnabled(true)
          .withPageWriteChecksumEnabled(true)
          .withAllocator(HeapByteBufferAllocator.getInstance())
          .build();

  private final ColumnChunkPageWriteStore pages;
  private final ColumnWriteStore columns;
  private final List<ColumnEncoder> encoders = new ArrayList<>();
  private long rows;

  /**
   * Begins a row group.
   *
   * @param ordinal its index in the file
   */
  RowGroup(TableSchema schema, MessageType type, ZstdCompressor compressor, int ordinal) {
    pages =
        ColumnChunkPageWriteStore.builder()
            .withCompressorProvider(column -> compressor)
            .withSchema(type)
            .withAllocator(PROPERTIES.getAllocator())
            .withColumnIndexTruncateLength(PROPERTIES.getColumnIndexTruncateLength())
            .withPageWriteChecksumEnabled(PROPERTIES.getPageWriteChecksumEnabled())
            .withRowGroupOrdinal(ordinal)
            .build();
    columns = PROPERTIES.newColumnWriteStore(type, pages, pages);
    for (int i = 0; i < schema.columns().size(); i++) {
      encoders.add(ColumnEncoder.of(schema.columns().get(i).type(), leaves(type, i)));
    }
  }

  private List<ColumnWriter> leaves(MessageType type, int column) {
    String name = type.getFieldName(column);
    List<ColumnWriter> writers = new ArrayList<>();
    for (ColumnDescriptor leaf : type.getColumns()) {
      if (leaf.getPath()[0].equals(name)) {
        writers.add(columns.getColumnWriter(leaf));
      }
    }
    return writers;
  }

  /** Encodes the rows [from, to) of a table; compresses full pages. */
  void append(Table table, int from, int to) {
    for (int i = 0; i < encoders.size(); i++) {
      encoders.get(i).write(table.data().get(i), from, to);
    }
    for (int row = from; row < to; row++) {
      columns.endRecord();
    }
    rows += to - from;
  }

  /** The bytes of encoded values and pages in memory. */
  long bufferedBytes() {
    return columns.getBufferedSize();
  }

  /** Writes the row group to a file. */
  void writeTo(ParquetFileWriter file) throws IOException {
    columns.flush();
    file.startBlock(rows);
    pages.flushToFileWriter(file);
    file.endBlock();
  }

  @Override
  public void close() {
    columns.close();
    pages.close();
  }
}
