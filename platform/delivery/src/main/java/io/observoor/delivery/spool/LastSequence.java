package io.observoor.delivery.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A second record, beside the spool's file, of the newest sequence. When the newest chunk of that
 * file is damaged, MVStore silently returns to the chunk before; this file reveals that, so that no
 * sequence is assigned twice. Not synced: it must survive a kill, and after a power cut an older
 * value only detects less.
 */
final class LastSequence implements AutoCloseable {
  private static final int LENGTH = 48;

  private final Path path;
  private final OneLineFile file;

  LastSequence(Path path) {
    this.path = path;
    this.file = new OneLineFile(path, LENGTH);
  }

  /** The newest sequence of this installation; 0 when there is none or it cannot be read. */
  long read(String installation) {
    try {
      byte[] bytes = Files.readAllBytes(path);
      String[] parts = new String(bytes, StandardCharsets.US_ASCII).trim().split(" ", 3);
      if (parts.length == 3
          && parts[0].equals(installation)
          && parts[2].equals(checksum(parts[0] + " " + parts[1]))) {
        return Long.parseLong(parts[1]);
      }
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
    return 0;
  }

  void write(String installation, long sequence) throws IOException {
    String line = installation + " " + sequence;
    file.write(line + " " + checksum(line));
  }

  private static String checksum(String line) {
    CRC32C crc = new CRC32C();
    crc.update(line.getBytes(StandardCharsets.US_ASCII));
    return Long.toHexString(crc.getValue());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
