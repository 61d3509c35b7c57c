package io.observoor.agent.demo;

import io.observoor.agent.discovery.Discovery;
import io.observoor.agent.schedule.RecurringTask;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.SinkStatistics;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the bundled workload if no client is running, and prints once how to read the rows. */
public final class Demo implements RecurringTask, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("agent");
  private static final long POLL = Duration.ofMillis(500).toNanos();
  private static final long END_SECONDS = 2;

  private final Path home;
  private final Path data;
  private final Discovery discovery;
  private final Delivery delivery;
  private final PrintStream out = System.out;
  private boolean begun;
  private volatile Optional<Process> workload = Optional.empty();

  /**
   * Starts nothing before the first run, which must follow discovery's on the same thread.
   *
   * @param home the distribution's directory
   * @param data the data directory
   */
  public Demo(Path home, Path data, Discovery discovery, Delivery delivery) {
    this.home = home;
    this.data = data;
    this.discovery = discovery;
    this.delivery = delivery;
  }

  @Override
  public long run(long now) {
    if (!begun) {
      begun = true;
      if (discovery.running() == 0) {
        start(now);
      }
    }
    List<SinkStatistics> sinks =
        delivery.statistics().sinks().stream().filter(sink -> sink.deliveredRows() > 0).toList();
    if (sinks.isEmpty()) {
      return POLL;
    }
    FirstRowsHint.lines(data, sinks).forEach(out::println);
    return NEVER;
  }

  private void start(long now) {
    Path program = home.resolve("libexec").resolve("demo-client");
    try {
      Process process =
          new ProcessBuilder(program.toString(), String.valueOf(ProcessHandle.current().pid()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      workload = Optional.of(process);
      out.println(
          "no Ethereum client is running on this machine: starting demo-client (pid "
              + process.pid()
              + "), a small workload to observe; the first rows follow within seconds");
      discovery.track(Math.toIntExact(process.pid()), now);
    } catch (IOException cause) {
      LOG.warn(
          "no Ethereum client is running, and the demo workload cannot be started: {}: choose a"
              + " process with --process NAME",
          cause.getMessage());
    }
  }

  /** Ends the workload, if it was started. Any thread. */
  @Override
  public void close() {
    workload.ifPresent(Demo::end);
    workload = Optional.empty();
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
