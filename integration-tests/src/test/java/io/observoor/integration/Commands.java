package io.observoor.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs commands of the system to their end. */
public final class Commands {

  private Commands() {}

  /** Runs a command; returns what it printed, on either output. Fails unless it exits with 0. */
  public static String run(String... command) {
    return run(List.of(command));
  }

  public static String run(List<String> command) {
    Result result = result(command);
    if (result.status() != 0) {
      throw new AssertionError(
          String.join(" ", command) + " exited with " + result.status() + ": " + result.output());
    }
    return result.output();
  }

  /** Runs a command; returns what it printed, on either output, and its exit status. */
  public static Result result(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), output, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Runs a command; returns what it printed, on each output by itself, and its exit status. */
  public static Result apart(List<String> command) {
    try {
      Path errors = Files.createTempFile("observoor-command", ".log");
      try {
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), output, Files.readString(errors));
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /**
   * How a command ended.
   *
   * @param status its exit status
   * @param output what it printed
   * @param errors what it printed on its standard error, where that was kept apart
   */
  public record Result(int status, String output, String errors) {}
}
