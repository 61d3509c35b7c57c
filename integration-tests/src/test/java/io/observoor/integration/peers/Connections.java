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
 * How many bytes went through TCP connections since they were first looked at, by what the kernel
 * says of each: of those that are open, when it is asked, of those that are closed meanwhile, when
 * they go.
 */
final class Connections implements AutoCloseable {
  private static final List<String> OPEN = List.of("ss", "-tinHO");

  /** Tells of each connection when it is gone; line by line, or the last ones would be missing. */
  private static final List<String> GOING = List.of("stdbuf", "-oL", "ss", "-tinaEO");

  private static final Pattern LINE =
      Pattern.compile(
          "\\S+\\s+(\\d+)\\s+(\\d+)\\s+127\\.0\\.0\\.1:(\\d+)\\s+127\\.0\\.0\\.1:(\\d+)\\s.*");

  private final BiFunction<Integer, Integer, String> owner;
  private final Path closed;
  private final Process going;
  private Map<String, Transfer> before;

  /**
   * Bytes of a process's connections.
   *
   * @param sent given to them by the process
   * @param received taken from them by the process
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

  private Connections(BiFunction<Integer, Integer, String> owner, Path closed, Process going) {
    this.owner = owner;
    this.closed = closed;
    this.going = going;
  }

  /**
   * Begins to watch. Connections must neither open nor close at this moment.
   *
   * @param owner whose the end of a connection is, by its local and its remote port; empty where it
   *     does not matter
   * @param file where notes are kept
   */
  static Connections watch(BiFunction<Integer, Integer, String> owner, Path file)
      throws IOException {
    Process going =
        new ProcessBuilder(GOING).redirectErrorStream(true).redirectOutput(file.toFile()).start();
    Connections connections = new Connections(owner, file, going);
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
          if (size == 0 && !going.isAlive()) {
            throw new AssertionError("ss ended with " + going.exitValue());
          }
          return size > 0;
        });
  }

  /** The bytes since then, by owner; connections must stand still. */
  Map<String, Transfer> transferred() throws IOException {
    Map<String, Transfer> all = sum(Commands.run(OPEN).lines().toList());
    sum(Files.readAllLines(closed)).forEach((who, bytes) -> all.merge(who, bytes, Transfer::plus));
    before.forEach((who, bytes) -> all.merge(who, Transfer.NONE.minus(bytes), Transfer::plus));
    return all;
  }

  /**
   * What the peer has acknowledged, and what waits to be sent or acknowledged, was given to the
   * connection; of what came, what waits to be read was not taken.
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
    going.destroy();
    try {
      if (!going.waitFor(5, TimeUnit.SECONDS)) {
        going.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
