package io.observoor.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The C program {@code src/test/c/workload.c} as a child process: makes an exact number of calls in
 * each round, and none of them between rounds. Not thread-safe.
 */
public final class Workload implements AutoCloseable {
  private static final Path PROGRAM = Path.of("target", "c", "workload").toAbsolutePath();

  /** Calls that newer architectures lack. */
  private static final String OLD_KINDS =
      System.getProperty("os.arch").equals("amd64") ? " epoll_wait=13 legacy=61" : "";

  /** Every kind of call that kernels since 5.10 have, in prime numbers. */
  public static final List<String> ALL_KINDS =
      List.of(
          ("read=1009 read_failed=13 readv=503 pread64=499 preadv=211 preadv2=101 write=997"
                  + " write_failed=11 writev=307 pwrite64=401 pwritev=103 pwritev2=107 fsync=7"
                  + " fdatasync=11 mmap=211 mmap_failed=17 epoll_pwait=17"
                  + " epoll_pwait2=19 futex_wait=23 futex_wake=199 futex_waitv=29 futex2=31"
                  + " openat=101 openat2=103 open_failed=107 dup=109 dup3=113 fcntl=127 socket=131"
                  + " accept=37 pipe2=41 socketpair=43 special=47 close_failed=53 close_range=59"
                  + OLD_KINDS)
              .split(" "));

  /** 32-bit calls of a 64-bit kernel. */
  static final List<String> COMPAT_KINDS =
      List.of("compat=67", "compat_descriptors=71", "compat_other=73");

  private final Process process;
  private final BufferedReader lines;

  private Workload(Process process) {
    this.process = process;
    this.lines = process.inputReader(UTF_8);
  }

  /**
   * Starts the workload; returns when it is ready.
   *
   * @param directory for its files, which it deletes while they are open
   * @param arguments its command line
   */
  public static Workload start(Path directory, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "--directory"));
    command.add(Files.createDirectories(directory).toString());
    command.addAll(arguments);
    Workload workload =
        new Workload(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    try {
      workload.line();
      return workload;
    } catch (IOException | RuntimeException | Error e) {
      workload.close();
      throw e;
    }
  }

  /** Tries whether the kernel has 32-bit calls. */
  public static boolean compatCallsWork(Path directory) throws IOException {
    try (Workload trial = start(directory, List.of("compat_other=1"))) {
      trial.begin();
      return trial.lines.readLine() != null;
    }
  }

  public long pid() {
    return process.pid();
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Starts a round and waits for its end. */
  public Totals round() throws IOException {
    begin();
    return end();
  }

  /** Starts a round. */
  public void begin() throws IOException {
    process.getOutputStream().write('.');
    process.getOutputStream().flush();
  }

  /** Waits for the end of a round. */
  public Totals end() throws IOException {
    return Totals.parse(line());
  }

  private String line() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new AssertionError("the workload ended; standard error has the reason");
    }
    return line;
  }

  /** Ends the workload; idempotent. */
  @Override
  public void close() {
    Processes.end(process);
  }
}
