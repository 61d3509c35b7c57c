package io.observoor.testing.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds libchdb.so, and composes the command of a process that runs it. */
final class ClickHouseLibrary {
  private static final Path CHECKOUT = Path.of(System.getProperty("observoor.checkout", "."));
  private static Path found;

  private ClickHouseLibrary() {}

  /** Returns the library's path; downloads it if missing. */
  static synchronized Path path() {
    if (found == null) {
      found = fetch();
    }
    return found;
  }

  private static Path fetch() {
    try {
      Process process =
          new ProcessBuilder(CHECKOUT.resolve("scripts/fetch-chdb").toString())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("cannot fetch ClickHouse: " + output);
      }
      return Path.of(output.lines().reduce((first, last) -> last).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /**
   * Returns the command of a process that runs {@code clickhouse} with these arguments. libjsig
   * chains the signal handlers of ClickHouse and of the JVM.
   */
  static List<String> command(List<String> arguments) {
    Path java = Path.of(System.getProperty("java.home"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "LD_PRELOAD=" + java.resolve("lib/libjsig.so"),
                java.resolve("bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:+DisplayVMOutputToStderr",
                "-cp",
                System.getProperty("java.class.path"),
                ClickHouseMain.class.getName(),
                path().toString()));
    command.addAll(arguments);
    return command;
  }
}
