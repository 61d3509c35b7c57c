package io.observoor.benchmarks.path;

import io.observoor.benchmarks.Effort;
import io.observoor.benchmarks.report.Figures;
import io.observoor.benchmarks.report.Results;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of this package and stores their figures. */
public final class PathMeasurement {
  private static final Map<Class<?>, String> FIGURES =
      Map.of(
          Reading.class, "reading",
          ReadingAndRing.class, "ring",
          Aggregating.class, "aggregating",
          WholePath.class, "whole");

  private PathMeasurement() {}

  /** Runs all benchmarks. */
  public static void run(Effort effort, Results results) throws RunnerException {
    TimeValue iteration = TimeValue.milliseconds(effort.iterationMillis());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .forks(effort.forks())
            .warmupIterations(effort.iterations())
            .warmupTime(iteration)
            .measurementIterations(effort.iterations())
            .measurementTime(iteration)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    if (effort.isSmoke()) {
      options.param("keys", String.valueOf(Figures.KEYS.getFirst()));
    }
    FIGURES.keySet().forEach(benchmark -> options.include(benchmark.getName() + "\\."));
    for (RunResult result : new Runner(options.build()).run()) {
      take(result, results);
    }
  }

  private static void take(RunResult result, Results results) {
    String method = result.getParams().getBenchmark();
    String type = method.substring(0, method.lastIndexOf('.'));
    String benchmark =
        FIGURES.entrySet().stream()
            .filter(known -> known.getKey().getName().equals(type))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    int keys = Integer.parseInt(result.getParams().getParam("keys"));
    Result<?> time = result.getPrimaryResult();
    double error = time.getScoreError();
    results.put(
        Figures.pathTime(benchmark, keys),
        time.getScore(),
        Double.isNaN(error) ? "" : "± %.2f".formatted(error));
    results.put(
        Figures.pathBytes(benchmark, keys),
        result.getSecondaryResults().get("gc.alloc.rate.norm").getScore(),
        "");
  }
}
