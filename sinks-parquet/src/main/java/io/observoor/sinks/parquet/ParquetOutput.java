package io.observoor.sinks.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * The output stream of one file, with a buffer and a position. {@link #closeFile} does not sync.
 */
final class ParquetOutput extends PositionOutputStream implements OutputFile {
  /** Small, because each open file has a buffer; a page passes in pieces. */
  private static final int BUFFER_BYTES = 8 << 10;

  private final FileOperations.Output output;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long position;
  private boolean abandoned;

  ParquetOutput(FileOperations.Output output) {
    this.output = output;
  }

  @Override
  public void write(int value) throws IOException {
    if (!buffer.hasRemaining()) {
      flush();
    }
    buffer.put((byte) value);
    position++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int written = 0;
    while (written < length) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int part = Math.min(length - written, buffer.remaining());
      buffer.put(bytes, offset + written, part);
      written += part;
    }
    position += length;
  }

  @Override
  public void flush() throws IOException {
    buffer.flip();
    if (!abandoned && buffer.hasRemaining()) {
      output.write(buffer);
    }
    buffer.clear();
  }

  /** Makes all written bytes durable. */
  void sync() throws IOException {
    flush();
    output.sync();
  }

  /** Discards all further bytes. */
  void abandon() {
    abandoned = true;
  }

  /** Does nothing: parquet closes the stream before {@link #sync}. */
  @Override
  public void close() {}

  /** Closes the file. */
  void closeFile() throws IOException {
    output.close();
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return this;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return this;
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}
