package io.observoor.sinks.parquet;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.ClientType;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableContext;
import io.observoor.api.batch.Window;
import io.observoor.api.batch.WindowRows;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.sink.SinkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Sample batches and tables. */
final class Samples {
  static final String INSTALLATION = "a1b2-c3";
  static final long NOON = Instant.parse("2026-03-04T12:00:00Z").toEpochMilli();
  static final long HOUR = 3_600_000;

  private Samples() {}

  static Settings settings(Path data) {
    return new Settings(data, Duration.ofSeconds(60), 128L << 20, 3);
  }

  static ParquetSink sink(Path data) {
    return new ParquetSink(settings(data), "1.2.3", new LocalFileOperations(), () -> 0);
  }

  /** Publishes tables as one batch. */
  static void write(Path data, Table... tables) throws Exception {
    ParquetSink sink = sink(data);
    sink.open(new SinkContext(INSTALLATION, 0));
    sink.write(batch(1, NOON, tables));
    sink.flush();
    sink.close();
  }

  static TableContext context(long startMillis) {
    long slotStart = Math.floorDiv(startMillis, 12_000) * 12_000;
    return new TableContext(
        new Window(startMillis, startMillis + 1_000, slotStart / 12_000, slotStart),
        startMillis + 1_234,
        "client-ä",
        "mainnet");
  }

  static Batch batch(long sequence, long startMillis, Table... tables) {
    return new Batch(INSTALLATION, sequence, new WindowRows(context(startMillis), List.of(tables)));
  }

  /** A counter with the same count in each row and pids 1 to {@code rows}. */
  static Table counter(String name, long startMillis, int rows, long count) {
    TableBuilder builder = new TableBuilder(MetricDeclaration.counter(name).schema());
    for (int pid = 1; pid <= rows; pid++) {
      builder.process(pid, ClientType.GETH.id(), Sampling.NONE).real(0.5f * pid).number(count);
    }
    return builder.build(context(startMillis));
  }

  /** A latency table with different values in each row. */
  static Table latency(String name, long startMillis, int rows) {
    TableBuilder builder = new TableBuilder(MetricDeclaration.latency(name).schema());
    int[] counts = new int[Histogram.SIZE];
    SplittableRandom random = new SplittableRandom(startMillis);
    for (int row = 0; row < rows; row++) {
      int mixed = random.nextInt(1 << 16);
      for (int bucket = 0; bucket < Histogram.SIZE; bucket++) {
        counts[bucket] = bucket < 5 ? mixed >> (2 * bucket) : 0;
      }
      builder
          .process(1_000 + row, row % ClientType.values().length, Sampling.NONE)
          .real(mixed * 1.7f)
          .number(mixed)
          .real(mixed * 0.01f)
          .real(mixed * 1.1f)
          .buckets(counts, 0);
    }
    return builder.build(context(startMillis));
  }

  /** All files below a directory, relative to it, sorted. */
  static List<String> files(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> directory.relativize(path).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
