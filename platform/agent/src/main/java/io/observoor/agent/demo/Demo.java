package io.observoor.agent.demo;

import io.observoor.agent.discovery.ProcessWatch;
import io.observoor.agent.ticker.Task;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.SinkStatistics;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the bundled workload if nothing else is tracked, and says once where its rows are. */
public final class Demo implements Task, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

  private static final long STEP = Duration.ofMillis(500).toNanos();
  private static final long END_SECONDS = 2;

  private final Path home;
  private final Path data;
  private final ProcessWatch watch;
  private final Delivery delivery;
  private final PrintStream out = System.out;
  private boolean looked;
  private volatile Optional<Process> client = Optional.empty();

  /**
   * Starts nothing yet. It must run after discovery on the same thread.
   *
   * @param home the distribution's directory
   * @param data where the rows will be
   * @param watch says whether a client runs, and tracks the workload
   * @param delivery says when the first rows are there
   */
  public Demo(Path home, Path data, ProcessWatch watch, Delivery delivery) {
    this.home = home;
    this.data = data;
    this.watch = watch;
    this.delivery = delivery;
  }

  @Override
  public long run(long now) {
    if (!looked) {
      looked = true;
      if (watch.running() == 0) {
        start(now);
      }
    }
    if (delivery.statistics().sinks().stream().mapToLong(SinkStatistics::deliveredRows).sum()
        == 0) {
      return STEP;
    }
    WhereToLook.lines(data).forEach(out::println);
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
      client = Optional.of(process);
      out.println(
          "no Ethereum client is running on this machine: starting demo-client (pid "
              + process.pid()
              + "), a small workload to watch; the first rows are there in some seconds");
      watch.follow(Math.toIntExact(process.pid()), now);
    } catch (IOException cause) {
      LOG.warn(
          "no Ethereum client is running, and the demo workload cannot be started: {}: name a process with"
              + " --process NAME",
          cause.getMessage());
    }
  }

  /** Ends the workload, if one was started. Any thread. */
  @Override
  public void close() {
    client.ifPresent(Demo::end);
    client = Optional.empty();
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
