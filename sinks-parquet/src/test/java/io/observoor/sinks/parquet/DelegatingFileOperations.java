package io.observoor.sinks.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Delegates all operations that a test does not override. */
class DelegatingFileOperations implements FileOperations {
  private final FileOperations real;

  DelegatingFileOperations(FileOperations real) {
    this.real = real;
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    real.createDirectories(directory);
  }

  @Override
  public Output create(Path file) throws IOException {
    return real.create(file);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    real.move(from, to);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    real.syncDirectory(directory);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public void delete(Path file) throws IOException {
    real.delete(file);
  }
}
