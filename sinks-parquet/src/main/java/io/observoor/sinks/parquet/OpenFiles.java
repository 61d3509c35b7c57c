package io.observoor.sinks.parquet;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SinkException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The files of one roll, one for each partition with rows, published together. */
final class OpenFiles {
  /** The maximum bytes of buffered rows; beyond it the largest files write theirs. */
  private static final long MAX_BUFFERED_BYTES = 16L << 20;

  private final Path data;
  private final String installation;
  private final PublishedFiles published;
  private final ZstdCompressor compressor;
  private final FileOperations operations;
  private final StagingDirectory staging;
  private final Map<Partition, PartitionFile> files = new LinkedHashMap<>();

  /** Partitions with skipped rows: a crash may have prevented the sync of their directories. */
  private final Set<Partition> unsynced = new LinkedHashSet<>();

  OpenFiles(
      Path data,
      String installation,
      StagingDirectory staging,
      ZstdCompressor compressor,
      FileOperations operations) {
    this.data = data;
    this.installation = installation;
    this.staging = staging;
    this.compressor = compressor;
    this.operations = operations;
    published = new PublishedFiles(data, installation, operations);
  }

  /** Whether there is nothing to publish or sync. */
  boolean isEmpty() {
    return files.isEmpty() && unsynced.isEmpty();
  }

  /** Whether a table's columns differ from those of its open file, after a probe's update. */
  boolean hasOtherColumns(Batch batch) {
    for (Table table : batch.rows().tables()) {
      for (PartitionFile file : files.values()) {
        TableSchema open = file.schema();
        if (open.name().equals(table.schema().name()) && !open.equals(table.schema())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Adds the rows of a batch; skips published ones. */
  void add(Batch batch) throws SinkException, InterruptedException {
    for (Table table : batch.rows().tables()) {
      add(batch, table);
    }
    while (bufferedBytes() > MAX_BUFFERED_BYTES) {
      largest().write();
    }
  }

  private void add(Batch batch, Table table) throws SinkException, InterruptedException {
    ColumnData times = times(batch, table);
    int to;
    for (int from = 0; from < table.rows(); from = to) {
      long hour = Partition.hourOf(times.longAt(from));
      to = times instanceof ColumnData.ConstantLong ? table.rows() : from + 1;
      while (to < table.rows() && Partition.hourOf(times.longAt(to)) == hour) {
        to++;
      }
      Partition partition = new Partition(table.schema().name(), hour);
      if (published.covers(partition, batch.sequence())) {
        unsynced.add(partition);
      } else {
        file(partition, table, batch.sequence())
            .add(batch.sequence(), new RowRange(table, from, to));
      }
    }
  }

  /** The column that partitions the table; the batch's window start if the table has no time. */
  private static ColumnData times(Batch batch, Table table) {
    for (int i = 0; i < table.data().size(); i++) {
      if (table.schema().columns().get(i).source() == Column.Source.TIME) {
        return table.data().get(i);
      }
    }
    return new ColumnData.ConstantLong(batch.rows().context().window().startMillis());
  }

  private PartitionFile file(Partition partition, Table table, long batch) throws SinkException {
    PartitionFile file = files.get(partition);
    if (file == null) {
      file =
          new PartitionFile(
              partition, table.schema(), batch, installation, staging, compressor, operations);
      files.put(partition, file);
    } else if (!file.schema().equals(table.schema())) {
      throw new SinkException(
          "cannot write batch "
              + batch
              + ": it contains table "
              + partition.table()
              + " twice with different columns (two probes declare a metric of this name; remove one)");
    }
    return file;
  }

  private long bufferedBytes() {
    long bytes = 0;
    for (PartitionFile file : files.values()) {
      bytes += file.bufferedBytes();
    }
    return bytes;
  }

  private PartitionFile largest() {
    return files.values().stream()
        .max(Comparator.comparingLong(PartitionFile::bufferedBytes))
        .orElseThrow();
  }

  /** The bytes written to the files and buffered, the latter uncompressed. */
  long bytes() {
    long bytes = 0;
    for (PartitionFile file : files.values()) {
      bytes += file.writtenBytes() + file.bufferedBytes();
    }
    return bytes;
  }

  /** Publishes all files; they survive a power failure once this returns. */
  void publish(String version) throws SinkException, InterruptedException {
    if (isEmpty()) {
      return;
    }
    for (PartitionFile file : files.values()) {
      file.finish(version);
    }
    for (PartitionFile file : files.values()) {
      file.publish(data);
    }
    unsynced.addAll(files.keySet());
    for (Path directory : directories(unsynced)) {
      FileFailures.attempt("sync", directory, () -> operations.syncDirectory(directory));
    }
    files.clear();
    unsynced.clear();
    published.forget();
  }

  /** The directories of partitions and their parents, which may be new as well. */
  private Set<Path> directories(Set<Partition> partitions) {
    Set<Path> directories = new LinkedHashSet<>();
    for (Partition partition : partitions) {
      Path directory = partition.directory(data);
      while (!directory.equals(data)) {
        directories.add(directory);
        directory = directory.getParent();
      }
    }
    directories.add(data);
    return directories;
  }

  /** Discards all files. */
  void abandon() {
    files.values().forEach(PartitionFile::abandon);
    files.clear();
    unsynced.clear();
  }
}
