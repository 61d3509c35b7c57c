package io.observoor.sinks.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything the sink does to the file system, so that tests can let any step fail. Each method is
 * one step of a roll as a crash sees it.
 */
interface FileOperations {

  /** Makes a directory and those above it, and makes the new entries durable. */
  void createDirectories(Path directory) throws IOException;

  /** Makes a new file; one of this name must not be there. */
  Output create(Path file) throws IOException;

  /** Renames a file within its file system; the target must not be there. */
  void move(Path from, Path to) throws IOException;

  /** Makes the entries of a directory durable. */
  void syncDirectory(Path directory) throws IOException;

  /** The names of a directory's entries; none when there is no such directory. */
  List<String> list(Path directory) throws IOException;

  /** Deletes a file if it is there. */
  void delete(Path file) throws IOException;

  /** A file that is being written, from its beginning on. */
  interface Output extends Closeable {

    /** Appends all bytes of the buffer. */
    void write(ByteBuffer bytes) throws IOException;

    /** Makes everything written durable. */
    void sync() throws IOException;
  }
}
