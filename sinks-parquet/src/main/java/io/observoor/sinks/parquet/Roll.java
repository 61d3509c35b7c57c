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

/**
 * The files that are open at a time, one for each partition that got rows. They are published
 * together.
 */
final class Roll {
  /**
   * What rows may hold in memory before they are written; beyond it the largest files write theirs.
   */
  private static final long WAITING_BYTES = 16L << 20;

  private final Path data;
  private final String installation;
  private final PublishedFiles published;
  private final ZstdCompressor compressor;
  private final FileOperations operations;
  private final Incoming incoming;
  private final Map<Partition, PartitionFile> files = new LinkedHashMap<>();

  /**
   * Where rows came again and were left out: a crash may have come between their file's rename and
   * its sync.
   */
  private final Set<Partition> covered = new LinkedHashSet<>();

  Roll(
      Path data,
      String installation,
      Incoming incoming,
      ZstdCompressor compressor,
      FileOperations operations) {
    this.data = data;
    this.installation = installation;
    this.incoming = incoming;
    this.compressor = compressor;
    this.operations = operations;
    published = new PublishedFiles(data, installation, operations);
  }

  /** Whether there is nothing to publish. */
  boolean isEmpty() {
    return files.isEmpty() && covered.isEmpty();
  }

  /**
   * Whether a table of the batch has other columns than the open file of that table: a probe was
   * replaced.
   */
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

  /** Adds the rows of a batch, but for those that are published already. */
  void add(Batch batch) throws SinkException, InterruptedException {
    for (Table table : batch.rows().tables()) {
      add(batch, table);
    }
    while (waitingBytes() > WAITING_BYTES) {
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
        covered.add(partition);
      } else {
        file(partition, table, batch.sequence()).add(batch.sequence(), new Rows(table, from, to));
      }
    }
  }

  /** The column by which a table is partitioned; the batch's own time where a table has none. */
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
              partition, table.schema(), batch, installation, incoming, compressor, operations);
      files.put(partition, file);
    } else if (!file.schema().equals(table.schema())) {
      throw new SinkException(
          "cannot write batch "
              + batch
              + ": it has table "
              + partition.table()
              + " twice, with different columns (two probes declare a metric of this name; remove one)");
    }
    return file;
  }

  private long waitingBytes() {
    long bytes = 0;
    for (PartitionFile file : files.values()) {
      bytes += file.waitingBytes();
    }
    return bytes;
  }

  private PartitionFile largest() {
    return files.values().stream()
        .max(Comparator.comparingLong(PartitionFile::waitingBytes))
        .orElseThrow();
  }

  /** How many bytes were written to the files and wait to be written, the latter uncompressed. */
  long bytes() {
    long bytes = 0;
    for (PartitionFile file : files.values()) {
      bytes += file.writtenBytes() + file.waitingBytes();
    }
    return bytes;
  }

  /** Publishes all files; when it returns, a power cut takes none of them away. */
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
    covered.addAll(files.keySet());
    for (Path directory : directories(covered)) {
      Failures.attempt("sync", directory, () -> operations.syncDirectory(directory));
    }
    files.clear();
    covered.clear();
    published.forget();
  }

  /** The directories of partitions and those above them, which may be new as well. */
  private Set<Path> directories(Set<Partition> partitions) {
    Set<Path> directories = new LinkedHashSet<>();
    for (Partition partition : partitions) {
      Path directory = partition.in(data);
      while (!directory.equals(data)) {
        directories.add(directory);
        directory = directory.getParent();
      }
    }
    directories.add(data);
    return directories;
  }

  /** Gives all files up. */
  void abandon() {
    files.values().forEach(PartitionFile::abandon);
    files.clear();
    covered.clear();
  }
}
