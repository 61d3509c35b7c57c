package io.observoor.sinks.parquet;

import io.observoor.api.sink.SinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which batches are in the published files of a partition, by their names. Each partition is listed
 * once.
 */
final class PublishedFiles {
  private final Path data;
  private final String installation;
  private final FileOperations operations;
  private final Map<Partition, List<FileName>> known = new HashMap<>();

  PublishedFiles(Path data, String installation, FileOperations operations) {
    this.data = data;
    this.installation = installation;
    this.operations = operations;
  }

  /** Whether the rows that a batch has for a partition are published. */
  boolean covers(Partition partition, long batch) throws SinkException, InterruptedException {
    List<FileName> files = known.get(partition);
    if (files == null) {
      files = list(partition);
      known.put(partition, files);
    }
    for (FileName file : files) {
      if (file.covers(batch)) {
        return true;
      }
    }
    return false;
  }

  private List<FileName> list(Partition partition) throws SinkException, InterruptedException {
    Path directory = partition.in(data);
    List<FileName> files = new ArrayList<>();
    for (String name : Failures.attempt("list", directory, () -> operations.list(directory))) {
      Optional<FileName> file = FileName.parse(name);
      if (file.isPresent() && file.get().installation().equals(installation)) {
        files.add(file.get());
      }
    }
    return files;
  }

  /** Forgets what it knows, to look again; keeps the memory from growing with the hours. */
  void forget() {
    known.clear();
  }
}
