package io.observoor.benchmarks;

import com.sun.security.auth.module.UnixSystem;
import io.observoor.benchmarks.agent.ClientsMeasurement;
import io.observoor.benchmarks.agent.CostMeasurement;
import io.observoor.benchmarks.agent.CpuMeasurement;
import io.observoor.benchmarks.agent.EventsMeasurement;
import io.observoor.benchmarks.agent.Harness;
import io.observoor.benchmarks.agent.Machine;
import io.observoor.benchmarks.agent.RateMeasurement;
import io.observoor.benchmarks.agent.StartMeasurement;
import io.observoor.benchmarks.clickhouse.ClickHouseMeasurement;
import io.observoor.benchmarks.path.PathMeasurement;
import io.observoor.benchmarks.report.Part;
import io.observoor.benchmarks.report.Results;
import io.observoor.benchmarks.report.Tables;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The command behind {@code make bench} and {@code make bench-smoke}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100,
    description = "Measures what observoor costs, prints a table and keeps the figures as JSON.")
public final class Main implements Callable<Integer> {
  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Measure only these: ${COMPLETION-CANDIDATES}.")
  private List<Part> only = List.of(Part.values());

  @Option(
      names = "--smoke",
      description = "Run everything briefly, to test the benchmarks; the figures are meaningless.")
  private boolean smoke;

  @Option(
      names = "--markdown",
      description = "Measure nothing: print the kept figures for docs/performance.md.")
  private boolean markdown;

  private final Path target = Path.of(System.getProperty("observoor.benchmarks"));
  private final Path distribution = Path.of(System.getProperty("observoor.distribution"));

  private static final List<Part> WITHOUT_ROOT = List.of(Part.PATH, Part.CLICKHOUSE);

  private Main() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(Main::explain)
            .execute(arguments));
  }

  private static int explain(Exception failure, CommandLine command, ParseResult arguments) {
    System.err.println("bench: " + failure);
    return 1;
  }

  @Override
  public Integer call() throws Exception {
    String name = smoke ? "smoke.json" : "results.json";
    Path file = target.resolve("results").resolve(name);
    Results results = Results.load(file);
    if (markdown) {
      System.out.print(Tables.markdown(results));
      return 0;
    }
    results.setMachine(Machine.describe());
    Harness harness = new Harness(distribution, target);
    List<Part> parts = possible();
    for (Part part : parts) {
      System.err.println("bench: " + part.option() + ": " + part.title());
      results.forget(part);
      measure(part, harness, results);
      results.save();
    }
    System.out.print(Tables.text(results, parts));
    System.out.println("\n" + results.machine() + "\n" + file);
    return parts.containsAll(only) ? 0 : 1;
  }

  private void measure(Part part, Harness harness, Results results) throws Exception {
    Effort effort = smoke ? Effort.SMOKE : Effort.FULL;
    switch (part) {
      case PATH -> PathMeasurement.run(effort, results);
      case RATE -> new RateMeasurement(harness, effort).run(results);
      case CPU -> new CpuMeasurement(harness, effort).run(results);
      case COST -> new CostMeasurement(harness, effort).run(results);
      case EVENTS -> new EventsMeasurement(harness, effort).run(results);
      case START -> new StartMeasurement(harness, effort).run(results);
      case CLIENTS -> new ClientsMeasurement(harness, effort).run(results);
      case CLICKHOUSE -> clickHouse(harness, effort, results);
    }
  }

  private static void clickHouse(Harness harness, Effort effort, Results results) throws Exception {
    Path work = harness.dataDirectory();
    try {
      new ClickHouseMeasurement(work, effort).run(results);
    } finally {
      Harness.delete(work);
    }
  }

  /** Returns the requested parts, without root only those without BPF. */
  private List<Part> possible() {
    if (new UnixSystem().getUid() == 0 || WITHOUT_ROOT.containsAll(only)) {
      return only;
    }
    System.err.println(
        "bench: only path and clickhouse run without root, which loads BPF programs; skipping the rest");
    return only.stream().filter(WITHOUT_ROOT::contains).toList();
  }
}
