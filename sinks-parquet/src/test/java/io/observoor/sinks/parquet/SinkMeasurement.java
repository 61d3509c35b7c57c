package io.observoor.sinks.parquet;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Table;
import io.observoor.api.sink.SinkContext;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Not a test: prints the rows of latency tables written per second of CPU time, and the heap of
 * open files. Arguments: a directory, the number of tables, the rows of each table per batch, the
 * batches per file, and the files to write.
 */
final class SinkMeasurement {
  private SinkMeasurement() {}

  /** Runs the measurement. */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    int tables = Integer.parseInt(arguments[1]);
    int rows = Integer.parseInt(arguments[2]);
    int batches = Integer.parseInt(arguments[3]);
    int rolls = Integer.parseInt(arguments[4]);
    Settings settings = new Settings(data, Duration.ofDays(1), 1L << 40, 3);
    ParquetSink sink =
        new ParquetSink(settings, "measurement", new LocalFileOperations(), System::nanoTime);
    sink.open(new SinkContext(Samples.INSTALLATION, 0));
    long empty = heapInUse();
    long sequence = 0;
    for (int roll = 0; roll < rolls; roll++) {
      long writing = 0;
      for (int batch = 0; batch < batches; batch++) {
        Batch next = batch(++sequence, tables, rows);
        long began = cpuTime();
        sink.write(next);
        writing += cpuTime() - began;
      }
      long held = heapInUse() - empty;
      long began = cpuTime();
      sink.flush();
      long flushing = cpuTime() - began;
      long all = (long) tables * rows * batches;
      System.out.printf(
          "%,d rows: %,.0f rows/s (write %,d ms, flush %,d ms), heap held by open files %,d KiB%n",
          all,
          all * 1e9 / (writing + flushing),
          writing / 1_000_000,
          flushing / 1_000_000,
          held / 1024);
    }
    sink.close();
    long bytes = 0;
    List<String> files = Samples.files(data);
    for (String file : files) {
      bytes += Files.size(data.resolve(file));
    }
    System.out.printf("%d files, %,d bytes%n", files.size(), bytes);
  }

  private static Batch batch(long sequence, int tables, int rows) {
    long start = Samples.NOON + sequence * 1_000;
    List<Table> all = new ArrayList<>();
    for (int table = 0; table < tables; table++) {
      all.add(Samples.latency("table" + table, start, rows));
    }
    return Samples.batch(sequence, Samples.NOON, all.toArray(Table[]::new));
  }

  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long heapInUse() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
