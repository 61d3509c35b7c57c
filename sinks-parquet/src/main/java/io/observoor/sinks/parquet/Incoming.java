package io.observoor.sinks.parquet;

import io.observoor.api.sink.SinkException;
import java.nio.file.Path;

/** The hidden directory in which files are written, on the same file system as their places. */
final class Incoming {
  /** Query engines and shells leave out names that begin with a dot. */
  static final String NAME = ".incoming";

  private static final String SUFFIX = ".parquet.open";

  private final Path directory;
  private final String installation;
  private final FileOperations operations;

  Incoming(Path data, String installation, FileOperations operations) {
    directory = data.resolve(NAME);
    this.installation = installation;
    this.operations = operations;
  }

  /** A file for a partition; it holds no batch before {@code firstBatch}. */
  Path file(Partition partition, long firstBatch) {
    return directory.resolve(
        "%s-%012d-%s-%d%s"
            .formatted(installation, firstBatch, partition.table(), partition.hour(), SUFFIX));
  }

  /**
   * Makes the directory, deletes what a crash left in it, and tries whether files can be made
   * there. Files that others put there stay.
   *
   * @return how many files were deleted
   */
  int prepare() throws SinkException, InterruptedException {
    Failures.attempt("create", directory, () -> operations.createDirectories(directory));
    int deleted = 0;
    for (String name : Failures.attempt("list", directory, () -> operations.list(directory))) {
      if (name.startsWith(installation + "-") && name.endsWith(SUFFIX)) {
        Path stale = directory.resolve(name);
        Failures.attempt("delete", stale, () -> operations.delete(stale));
        deleted++;
      }
    }
    Path trial = directory.resolve(installation + "-trial" + SUFFIX);
    Failures.attempt("create", trial, () -> operations.create(trial).close());
    Failures.attempt("delete", trial, () -> operations.delete(trial));
    return deleted;
  }
}
