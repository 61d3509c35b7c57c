package io.observoor.delivery.codec;

import com.github.luben.zstd.Zstd;
import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableContext;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import io.observoor.api.batch.WindowRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Encodes batches to bytes, and decodes them. All numbers are little-endian; a text is its length
 * in bytes (32 bits) and its UTF-8.
 *
 * <pre>
 * byte 0        version of the format: 1
 * bytes 1..4    CRC32C of all bytes from 5 on
 * bytes 5..8    length of the content before compression
 * from byte 9   the content, compressed by zstd:
 *   installation (text), sequence (64 bits)
 *   window: start, end, slot, start of the slot (64 bits each)
 *   time of the update (64 bits), client name, network name (texts)
 *   count of tables (32 bits); for each its schema, its rows (32 bits) and each column's values
 * </pre>
 *
 * <p>Every batch contains its schema, so that a spool is readable whatever probes are installed.
 * Decoding never trusts a length: it allocates no more than the bytes present can fill. Encoding
 * keeps a buffer and is not thread-safe; decoding is.
 */
public final class BatchCodec {

  /** The longest content, before compression. */
  public static final int MAXIMUM_BYTES = 256 << 20;

  private static final byte VERSION = 1;
  private static final int HEADER = 9;

  /** The fastest level: batches are small and rarely kept for long. */
  private static final int COMPRESSION_LEVEL = 1;

  /** The best ratio of zstd: a block of 128 KiB of one repeated byte in four bytes. */
  private static final int HIGHEST_RATIO = 1 << 15;

  /** A buffer that a rare large batch made larger than this is not kept. */
  private static final int KEPT_BUFFER = 1 << 20;

  /** The shortest table: an empty name and two counts. */
  private static final int SMALLEST_TABLE = 12;

  private ByteWriter content = new ByteWriter();

  /**
   * Encodes a batch.
   *
   * @throws IllegalArgumentException when its content is longer than {@link #MAXIMUM_BYTES}
   */
  public byte[] encode(Batch batch) {
    try {
      content.clear();
      write(batch, content);
      int length = content.length();
      int bound = Math.toIntExact(Zstd.compressBound(length));
      byte[] bytes = new byte[HEADER + bound];
      long compressed =
          Zstd.compressByteArray(
              bytes, HEADER, bound, content.array(), 0, length, COMPRESSION_LEVEL);
      if (Zstd.isError(compressed)) {
        throw new IllegalStateException("zstd: " + Zstd.getErrorName(compressed));
      }
      byte[] result = Arrays.copyOf(bytes, HEADER + Math.toIntExact(compressed));
      ByteBuffer header = ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN);
      header.put(0, VERSION).putInt(5, length).putInt(1, checksum(result));
      return result;
    } finally {
      if (content.capacity() > KEPT_BUFFER) {
        content = new ByteWriter();
      }
    }
  }

  private static void write(Batch batch, ByteWriter out) {
    out.putText(batch.installation());
    out.putLong(batch.sequence());
    TableContext context = batch.rows().context();
    Window window = context.window();
    out.putLong(window.startMillis());
    out.putLong(window.endMillis());
    out.putLong(window.slot());
    out.putLong(window.slotStartMillis());
    out.putLong(context.updatedMillis());
    out.putText(context.metaClientName());
    out.putText(context.metaNetworkName());
    out.putInt(batch.rows().tables().size());
    for (Table table : batch.rows().tables()) {
      SchemaCodec.write(table.schema(), out);
      out.putInt(table.rows());
      for (ColumnData data : table.data()) {
        ColumnCodec.write(data, table.rows(), out);
      }
    }
  }

  /**
   * Decodes a batch.
   *
   * @throws CorruptBatchException when the bytes are not exactly those of an encoded batch
   */
  public static Batch decode(byte[] bytes) throws CorruptBatchException {
    ByteSource in = new ByteSource(decompress(bytes));
    Batch batch = read(in);
    if (in.remaining() > 0) {
      throw new CorruptBatchException(in.remaining() + " bytes follow the batch");
    }
    return batch;
  }

  private static byte[] decompress(byte[] bytes) throws CorruptBatchException {
    if (bytes.length < HEADER) {
      throw new CorruptBatchException("only " + bytes.length + " bytes");
    }
    if (bytes[0] != VERSION) {
      throw new CorruptBatchException("unknown format version " + bytes[0]);
    }
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(1) != checksum(bytes)) {
      throw new CorruptBatchException("the checksum does not match");
    }
    int length = header.getInt(5);
    int compressed = bytes.length - HEADER;
    long announced = Zstd.getFrameContentSize(bytes, HEADER, compressed);
    if (length < 0
        || length > Math.min(MAXIMUM_BYTES, (long) compressed * HIGHEST_RATIO)
        || announced != length) {
      throw new CorruptBatchException(
          "the header says " + length + " bytes of content, and zstd " + announced);
    }
    byte[] content = new byte[length];
    long decompressed = Zstd.decompressByteArray(content, 0, length, bytes, HEADER, compressed);
    if (Zstd.isError(decompressed) || decompressed != length) {
      throw new CorruptBatchException(
          "zstd: "
              + (Zstd.isError(decompressed)
                  ? Zstd.getErrorName(decompressed)
                  : decompressed + " bytes instead of " + length));
    }
    return content;
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 5, bytes.length - 5);
    return (int) crc.getValue();
  }

  private static Batch read(ByteSource in) throws CorruptBatchException {
    String installation = in.getText();
    long sequence = in.getLong();
    Window window = new Window(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    TableContext context = new TableContext(window, in.getLong(), in.getText(), in.getText());
    int count = in.getCount(SMALLEST_TABLE);
    List<Table> tables = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tables.add(readTable(in));
    }
    return new Batch(installation, sequence, new WindowRows(context, tables));
  }

  private static Table readTable(ByteSource in) throws CorruptBatchException {
    TableSchema schema = SchemaCodec.read(in);
    int rows = in.getInt();
    if (rows < 0) {
      throw new CorruptBatchException("table " + schema.name() + " has " + rows + " rows");
    }
    List<ColumnData> data = new ArrayList<>(schema.columns().size());
    for (Column column : schema.columns()) {
      data.add(ColumnCodec.read(column, rows, in));
    }
    return new Table(schema, rows, data);
  }
}
