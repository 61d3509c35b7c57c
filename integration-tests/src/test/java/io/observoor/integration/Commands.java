package io.observoor.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs system commands to completion. */
public final class Commands {

  private Commands() {}

  /** Runs a command; returns its standard output and error. Fails unless it exits with 0. */
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

  /** Runs a command; returns its output and error together, and its exit status. */
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

  /** Runs a command; returns its output and error separately, and its exit status. */
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
   * The result of a command.
   *
   * @param status its exit status
   * @param output its standard output
   * @param errors its standard error; empty if the output includes it
   */
  public record Result(int status, String output, String errors) {}
}
