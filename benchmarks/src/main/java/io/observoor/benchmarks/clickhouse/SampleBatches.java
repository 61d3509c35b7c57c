package io.observoor.benchmarks.clickhouse;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableContext;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import io.observoor.api.batch.WindowRows;
import io.observoor.api.probe.MetricDeclaration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One-second windows of ten busy processes: 300 rows in 30 tables. */
final class SampleBatches {
  static final String INSTALLATION = "bench";
  private static final long START = Instant.parse("2026-03-04T12:00:00Z").toEpochMilli();
  private static final int PROCESSES = 10;
  private static final int LATENCIES = 14;
  private static final int COUNTERS = 13;
  private static final int GAUGES = 3;

  private final List<MetricDeclaration> metrics = new ArrayList<>();

  SampleBatches() {
    for (int i = 0; i < LATENCIES; i++) {
      metrics.add(MetricDeclaration.latency("latency" + i));
    }
    for (int i = 0; i < COUNTERS; i++) {
      metrics.add(MetricDeclaration.counter("counter" + i));
    }
    for (int i = 0; i < GAUGES; i++) {
      metrics.add(MetricDeclaration.gauge("gauge" + i));
    }
  }

  List<TableSchema> schemas() {
    return metrics.stream().map(MetricDeclaration::schema).toList();
  }

  /** Returns the batches [from, to). */
  List<Batch> batches(long from, long to) {
    List<Batch> batches = new ArrayList<>();
    for (long sequence = from; sequence < to; sequence++) {
      batches.add(batch(sequence));
    }
    return batches;
  }

  private Batch batch(long sequence) {
    long start = START + sequence * 1_000;
    long slot = Math.floorDiv(start, 12_000);
    TableContext context =
        new TableContext(
            new Window(start, start + 1_000, slot, slot * 12_000),
            start + 1_100,
            "node-1",
            "mainnet");
    List<Table> tables = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      SplittableRandom random = new SplittableRandom(sequence * 31 + i);
      TableBuilder builder = new TableBuilder(metrics.get(i).schema());
      for (int process = 0; process < PROCESSES; process++) {
        fill(builder, i, process, random);
      }
      tables.add(builder.build(context));
    }
    return new Batch(INSTALLATION, sequence, new WindowRows(context, tables));
  }

  private static void fill(TableBuilder builder, int metric, int process, SplittableRandom random) {
    int count = 1 + random.nextInt(20_000);
    float mean = 500 + random.nextInt(5_000);
    var row = builder.process(1_000 + 37 * process, 1 + process % 12, Sampling.NONE);
    row.real(count * mean).number(count);
    if (metric < LATENCIES || metric >= LATENCIES + COUNTERS) {
      row.real(mean / (2 + random.nextInt(4))).real(mean * (2 + random.nextInt(400)));
    }
    if (metric < LATENCIES) {
      int[] buckets = new int[Histogram.SIZE];
      buckets[0] = count / 3;
      buckets[1] = count - count / 3 - count / 50;
      buckets[2] = count / 50;
      buckets[3] = random.nextInt(5);
      row.buckets(buckets, 0);
    }
  }
}
