package io.observoor.delivery.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of one short line that every write replaces in place, without truncating it: a process
 * that is killed between two system calls leaves the old line or the new one, never an empty file.
 * Not synced: it survives the process, not a power cut.
 */
final class OneLineFile implements AutoCloseable {
  private final Path file;
  private final int length;
  private FileChannel channel;

  /**
   * Opens nothing until the first write.
   *
   * @param length bytes of the line with its line feed; shorter lines are padded with blanks
   */
  OneLineFile(Path file, int length) {
    this.file = file;
    this.length = length;
  }

  /** Replaces the line; ASCII. */
  void write(String line) throws IOException {
    if (channel == null) {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
    String padded = line + " ".repeat(Math.max(0, length - 1 - line.length())) + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(padded.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes, bytes.position());
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
