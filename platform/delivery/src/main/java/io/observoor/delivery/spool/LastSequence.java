package io.observoor.delivery.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A second note, beside the spool's file, of the newest number that was given. When the newest part
 * of that file is damaged, MVStore silently goes back to the part before; this note tells, so that
 * no number is given twice. Written without a sync: it needs to outlive the process, and after a
 * power cut an older note only says less.
 */
final class LastSequence implements AutoCloseable {
  private static final int LENGTH = 48;

  private final Path file;
  private final NoteFile note;

  LastSequence(Path file) {
    this.file = file;
    this.note = new NoteFile(file, LENGTH);
  }

  /**
   * The newest number noted for this installation; 0 when there is none, or the note cannot be
   * read.
   */
  long read(String installation) {
    try {
      byte[] bytes = Files.readAllBytes(file);
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

  /** Notes a number. */
  void write(String installation, long sequence) throws IOException {
    String line = installation + " " + sequence;
    note.write(line + " " + checksum(line));
  }

  private static String checksum(String note) {
    CRC32C crc = new CRC32C();
    crc.update(note.getBytes(StandardCharsets.US_ASCII));
    return Long.toHexString(crc.getValue());
  }

  @Override
  public void close() throws IOException {
    note.close();
  }
}
