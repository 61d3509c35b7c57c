package io.observoor.sinks.parquet;

import io.observoor.api.sink.SinkException;
import java.nio.file.Path;

/** The hidden directory of unfinished files, on the same file system as the published files. */
final class StagingDirectory {
  /** Query engines and shells skip names that begin with a dot. */
  static final String NAME = ".incoming";

  private static final String SUFFIX = ".parquet.open";

  private final Path directory;
  private final String installation;
  private final FileOperations operations;

  StagingDirectory(Path data, String installation, FileOperations operations) {
    directory = data.resolve(NAME);
    this.installation = installation;
    this.operations = operations;
  }

  /** The path of a partition's unfinished file whose batches begin at {@code firstBatch}. */
  Path file(Partition partition, long firstBatch) {
    return directory.resolve(
        "%s-%012d-%s-%d%s"
            .formatted(installation, firstBatch, partition.table(), partition.hour(), SUFFIX));
  }

  /**
   * Creates the directory, deletes this sink's unfinished files from an earlier run, and checks
   * that files can be created.
   *
   * @return the number of deleted files
   */
  int prepare() throws SinkException, InterruptedException {
    FileFailures.attempt("create", directory, () -> operations.createDirectories(directory));
    int deleted = 0;
    for (String name : FileFailures.attempt("list", directory, () -> operations.list(directory))) {
      if (name.startsWith(installation + "-") && name.endsWith(SUFFIX)) {
        Path stale = directory.resolve(name);
        FileFailures.attempt("delete", stale, () -> operations.delete(stale));
        deleted++;
      }
    }
    Path testFile = directory.resolve(installation + "-trial" + SUFFIX);
    FileFailures.attempt("create", testFile, () -> operations.create(testFile).close());
    FileFailures.attempt("delete", testFile, () -> operations.delete(testFile));
    return deleted;
  }
}
