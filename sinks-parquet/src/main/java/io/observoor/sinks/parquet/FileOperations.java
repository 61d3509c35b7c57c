package io.observoor.sinks.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The sink's file system operations, replaced by tests to fail at any step. A crash happens before,
 * in or after one of these methods.
 */
interface FileOperations {

  /** Creates a directory and its parents, and makes the new entries durable. */
  void createDirectories(Path directory) throws IOException;

  /** Creates a file; fails if it exists. */
  Output create(Path file) throws IOException;

  /** Renames a file within its file system; fails if the target exists. */
  void move(Path from, Path to) throws IOException;

  /** Makes the entries of a directory durable. */
  void syncDirectory(Path directory) throws IOException;

  /** The names of a directory's entries; empty if the directory does not exist. */
  List<String> list(Path directory) throws IOException;

  /** Deletes a file if it exists. */
  void delete(Path file) throws IOException;

  /** A file open for appending. */
  interface Output extends Closeable {

    /** Appends all bytes of the buffer. */
    void write(ByteBuffer bytes) throws IOException;

    /** Makes all written bytes durable. */
    void sync() throws IOException;
  }
}
