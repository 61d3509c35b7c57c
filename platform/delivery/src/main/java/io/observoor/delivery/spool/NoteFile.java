package io.observoor.delivery.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of one short line, which every write replaces in place: it is never cut first, so a
 * process that is killed between two system calls leaves the line before or the line after, never
 * an empty file. Without a sync: it needs to outlive the process, not a power cut.
 */
final class NoteFile implements AutoCloseable {
  private final Path file;
  private final int length;
  private FileChannel channel;

  /**
   * @param length bytes of a line with its end; shorter ones are filled with blanks, which a reader
   *     strips
   */
  NoteFile(Path file, int length) {
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
