package io.observoor.integration.peers;

import io.observoor.integration.Commands;
import io.observoor.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the bytes of TCP connections from {@code ss}: of open connections on demand, of closed
 * ones when the kernel destroys them.
 */
final class Connections implements AutoCloseable {
  private static final List<String> OPEN = List.of("ss", "-tinHO");

  /** Reports each destroyed connection; line by line, so that none stays in a buffer. */
  private static final List<String> DESTROYED = List.of("stdbuf", "-oL", "ss", "-tinaEO");

  private static final Pattern LINE =
      Pattern.compile(
          "\\S+\\s+(\\d+)\\s+(\\d+)\\s+127\\.0\\.0\\.1:(\\d+)\\s+127\\.0\\.0\\.1:(\\d+)\\s.*");

  private final BiFunction<Integer, Integer, String> owner;
  private final Path closed;
  private final Process listener;
  private Map<String, Transfer> before;

  /**
   * Bytes of a process's connections.
   *
   * @param sent written by the process
   * @param received read by the process
   */
  record Transfer(long sent, long received) {
    static final Transfer NONE = new Transfer(0, 0);

    Transfer plus(Transfer other) {
      return new Transfer(sent + other.sent, received + other.received);
    }

    Transfer minus(Transfer other) {
      return new Transfer(sent - other.sent, received - other.received);
    }
  }

  private Connections(BiFunction<Integer, Integer, String> owner, Path closed, Process listener) {
    this.owner = owner;
    this.closed = closed;
    this.listener = listener;
  }

  /**
   * Starts counting. No connection may open or close meanwhile.
   *
   * @param owner maps the local and the remote port of a connection's end to its process; empty for
   *     others
   * @param file receives the output of {@code ss}
   */
  static Connections watch(BiFunction<Integer, Integer, String> owner, Path file)
      throws IOException {
    Process listener =
        new ProcessBuilder(DESTROYED)
            .redirectErrorStream(true)
            .redirectOutput(file.toFile())
            .start();
    Connections connections = new Connections(owner, file, listener);
    try {
      connections.awaitHeading();
      connections.before = connections.sum(Commands.run(OPEN).lines().toList());
      return connections;
    } catch (IOException | RuntimeException | Error e) {
      connections.close();
      throw e;
    }
  }

  /** Waits for the heading of ss, which it prints once it listens. */
  private void awaitHeading() throws IOException {
    Await.until(
        "the heading of ss",
        () -> Files.size(closed),
        size -> {
          if (size == 0 && !listener.isAlive()) {
            throw new AssertionError("ss ended with " + listener.exitValue());
          }
          return size > 0;
        });
  }

  /** Returns the bytes since the start, by owner; the connections must be idle. */
  Map<String, Transfer> transferred() throws IOException {
    Map<String, Transfer> all = sum(Commands.run(OPEN).lines().toList());
    sum(Files.readAllLines(closed)).forEach((who, bytes) -> all.merge(who, bytes, Transfer::plus));
    before.forEach((who, bytes) -> all.merge(who, Transfer.NONE.minus(bytes), Transfer::plus));
    return all;
  }

  /**
   * Adds up: sent is what the peer acknowledged and what the send queue holds; received excludes
   * what the receive queue holds.
   */
  private Map<String, Transfer> sum(List<String> lines) {
    Map<String, Transfer> sums = new TreeMap<>();
    for (String line : lines) {
      Matcher ends = LINE.matcher(line);
      if (ends.matches()) {
        String who = owner.apply(Integer.valueOf(ends.group(3)), Integer.valueOf(ends.group(4)));
        long sent = number(line, "bytes_acked") + Long.parseLong(ends.group(2));
        long received = number(line, "bytes_received") - Long.parseLong(ends.group(1));
        sums.merge(who, new Transfer(sent, received), Transfer::plus);
      }
    }
    return sums;
  }

  private static long number(String line, String key) {
    Matcher value = Pattern.compile("\\b" + key + ":(\\d+)").matcher(line);
    return value.find() ? Long.parseLong(value.group(1)) : 0;
  }

  @Override
  public void close() {
    listener.destroy();
    try {
      if (!listener.waitFor(5, TimeUnit.SECONDS)) {
        listener.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
