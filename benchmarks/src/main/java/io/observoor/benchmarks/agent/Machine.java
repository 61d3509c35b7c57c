package io.observoor.benchmarks.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Describes the machine of the measurements. */
public final class Machine {
  private Machine() {}

  /** Returns processor, number of CPUs, kernel and Java version, for the head of a table. */
  public static String describe() throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .findFirst()
            .map(line -> line.substring(line.indexOf(':') + 2))
            .orElse(System.getProperty("os.arch"));
    String kernel = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
    return "%s, %d CPUs, Linux %s, Java %s"
        .formatted(
            model, Runtime.getRuntime().availableProcessors(), kernel, Runtime.version().feature());
  }
}
