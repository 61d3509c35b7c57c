package io.observoor.benchmarks.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts agents and traced programs, and provides directories.
 *
 * @param distribution the built distribution
 * @param target this module's build directory
 */
public record Harness(Path distribution, Path target) {
  /** Ends agents if this JVM dies. */
  private static final String LONGEST_RUN = "20m";

  /** Starts a writer, pinned to a CPU unless it is negative. */
  Writer writer(int cpu) {
    return Writer.start(target.resolve("c/writer"), cpu);
  }

  /** Creates an empty data directory. */
  public Path dataDirectory() throws IOException {
    Path work = Files.createDirectories(target.resolve("work"));
    return Files.createTempDirectory(work, "data");
  }

  /** Deletes a directory and its contents. */
  public static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Returns the path of the distribution's AOT cache. */
  Path aotCache() {
    return distribution.resolve("lib/observoor.aot");
  }

  /** Returns the path of a script in the checkout. */
  Path script(String name) {
    return target.resolve("../../scripts").resolve(name).normalize();
  }

  /** Starts an agent that tracks these processes; does not wait. */
  Child startAgent(Path data, List<Writer> tracked, String javaOptions) {
    return start(
        data,
        tracked.stream()
            .map(writer -> Long.toString(writer.pid()))
            .collect(Collectors.joining(",")),
        javaOptions);
  }

  private Child start(Path data, String pids, String javaOptions) {
    ProcessBuilder builder =
        new ProcessBuilder(
            distribution.resolve("bin/observoor").toString(),
            "run",
            "--data",
            data.toString(),
            "--pid",
            pids,
            "--duration",
            LONGEST_RUN);
    builder.environment().put("OBSERVOOR_JAVA_OPTS", javaOptions);
    return Child.start("observoor", builder, true);
  }

  /** Starts an agent; returns when it counts the calls of these processes. */
  Child agent(Path data, List<Writer> tracked) {
    Child agent = startAgent(data, tracked, "");
    try {
      awaitTracking(agent, tracked);
      return agent;
    } catch (RuntimeException e) {
      agent.close();
      throw e;
    }
  }

  /** Starts an agent; returns when all probes are attached and it tracks the process. */
  Child agent(Path data, long pid) {
    Child agent = start(data, Long.toString(pid), "");
    try {
      agent.await(line -> line.contains("tracking ") && line.contains("(pid " + pid + ","));
      return agent;
    } catch (RuntimeException e) {
      agent.close();
      throw e;
    }
  }

  /** Waits until the probe is attached and the last of these processes is tracked. */
  static void awaitTracking(Child agent, List<Writer> tracked) {
    // in any order
    int[] left = {tracked.size() + 1};
    agent.await(
        line -> {
          if (line.contains("probes: syscall attached")
              || tracked.stream()
                  .anyMatch(
                      writer ->
                          line.contains("tracking ")
                              && line.contains("(pid " + writer.pid() + ","))) {
            left[0]--;
          }
          return left[0] == 0;
        });
  }
}
