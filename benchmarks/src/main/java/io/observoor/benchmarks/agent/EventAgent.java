package io.observoor.benchmarks.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An agent with some event groups, whose data is discarded. Ends when closed. */
final class EventAgent implements AutoCloseable {
  /** Ends the agent if this JVM dies. */
  private static final String LONGEST_RUN = "20m";

  private static final Pattern NEWS =
      Pattern.compile("(probes: \\w+) attached|tracking .*\\((pid \\d+),");

  private final Child child;
  private final Path data;

  private EventAgent(Child child, Path data) {
    this.child = child;
    this.data = data;
  }

  /**
   * Starts the agent; returns when it counts.
   *
   * @param groups enabled event groups
   * @param probes probes whose attachment is awaited
   * @param pids tracked processes
   */
  static EventAgent start(
      Harness harness, List<String> groups, Set<String> probes, Collection<Long> pids)
      throws IOException {
    Path data = harness.dataDirectory();
    Path configuration =
        Files.writeString(
            data.resolve("bench.yaml"),
            configuration(groups, ProbeGroups.all(harness.distribution())));
    ProcessBuilder builder =
        new ProcessBuilder(
            harness.distribution().resolve("bin/observoor").toString(),
            "run",
            "--config",
            configuration.toString(),
            "--data",
            data.toString(),
            "--pid",
            pids.stream().map(String::valueOf).collect(Collectors.joining(",")),
            "--duration",
            LONGEST_RUN);
    EventAgent agent = new EventAgent(Child.start("observoor", builder, true), data);
    try {
      Set<String> missing = new HashSet<>();
      probes.forEach(probe -> missing.add("probes: " + probe));
      pids.forEach(pid -> missing.add("pid " + pid));
      agent.child.await(
          line -> {
            Matcher news = NEWS.matcher(line);
            if (news.find()) {
              missing.remove(news.group(1) == null ? news.group(2) : news.group(1));
            }
            return missing.isEmpty();
          });
      return agent;
    } catch (RuntimeException e) {
      agent.close();
      throw e;
    }
  }

  private static String configuration(List<String> groups, List<String> all) {
    String off =
        all.stream()
            .filter(group -> !groups.contains(group))
            .map(group -> "  " + group + ": {enabled: false}\n")
            .collect(Collectors.joining());
    return "meta_client_name: bench\nmeta_network_name: mainnet\nhealth: {addr: \"\"}\n"
        + (off.isEmpty() ? "" : "probes:\n" + off);
  }

  @Override
  public void close() throws IOException {
    child.close();
    Harness.delete(data);
  }
}
