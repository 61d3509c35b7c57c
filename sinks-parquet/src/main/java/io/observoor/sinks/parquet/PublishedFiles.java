package io.observoor.sinks.parquet;

import io.observoor.api.sink.SinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows from the names of a partition's published files which batches they contain. Lists each
 * partition once.
 */
final class PublishedFiles {
  private final Path data;
  private final String installation;
  private final FileOperations operations;
  private final Map<Partition, List<FileName>> partitions = new HashMap<>();

  PublishedFiles(Path data, String installation, FileOperations operations) {
    this.data = data;
    this.installation = installation;
    this.operations = operations;
  }

  /** Whether the batch's rows of the partition are published. */
  boolean covers(Partition partition, long batch) throws SinkException, InterruptedException {
    List<FileName> files = partitions.get(partition);
    if (files == null) {
      files = list(partition);
      partitions.put(partition, files);
    }
    for (FileName file : files) {
      if (file.covers(batch)) {
        return true;
      }
    }
    return false;
  }

  private List<FileName> list(Partition partition) throws SinkException, InterruptedException {
    Path directory = partition.directory(data);
    List<FileName> files = new ArrayList<>();
    for (String name : FileFailures.attempt("list", directory, () -> operations.list(directory))) {
      Optional<FileName> file = FileName.parse(name);
      if (file.isPresent() && file.get().installation().equals(installation)) {
        files.add(file.get());
      }
    }
    return files;
  }

  /** Clears the cache, so that it does not grow with each hour. */
  void forget() {
    partitions.clear();
  }
}
