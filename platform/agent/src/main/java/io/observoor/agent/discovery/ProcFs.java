package io.observoor.agent.discovery;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The few files of /proc that discovery reads (proc(5)). One thread at a time. */
final class ProcFs {
  /** Enough for a comm, a stat line and loadavg. */
  private static final int SMALL_FILE = 4096;

  /**
   * A client's name stands at the front; what a longer command line has behind this is not looked
   * at.
   */
  private static final int COMMAND_LINE = 64 << 10;

  /** USER_HZ: what proc(5) counts start times in, 100 on every architecture that we run on. */
  private static final int TICKS = 100;

  /**
   * What /proc/PID/stat says.
   *
   * @param comm the name
   * @param exited it has ended, and its parent has not asked for its status yet
   * @param startTicks when it started, in clock ticks since boot; with the pid it names a process
   *     for good
   */
  record Stat(String comm, boolean exited, long startTicks) {}

  private final File root;
  private final byte[] buffer = new byte[SMALL_FILE];

  /** Reads below {@code root}, which is {@code /proc} but in tests. */
  ProcFs(File root) {
    this.root = root;
  }

  /** Calls back with each process's id. */
  void pids(IntConsumer each) {
    String[] entries = root.list();
    if (entries == null) {
      return;
    }
    for (String entry : entries) {
      char first = entry.charAt(0);
      if (first >= '1' && first <= '9') {
        each.accept(Integer.parseInt(entry));
      }
    }
  }

  /**
   * The id that was given to a process or thread last, the fifth field of loadavg; 0 if it cannot
   * be read. While it stays the same no process has started.
   */
  long lastPid() {
    int length = read("loadavg");
    int start = length;
    while (start > 0 && buffer[start - 1] != ' ') {
      start--;
    }
    return number(start, length);
  }

  /** The age of the system in clock ticks, as start times are counted; 0 if it cannot be read. */
  long uptimeTicks() {
    return number(0, read("uptime")) * TICKS;
  }

  /** A process's name, or nothing if it is gone. */
  Optional<String> comm(int pid) {
    int length = read(pid + "/comm");
    return length <= 0
        ? Optional.empty()
        : Optional.of(new String(buffer, 0, length, StandardCharsets.UTF_8).stripTrailing());
  }

  /** Name, state and start time of a process, or nothing if it is gone. */
  Optional<Stat> stat(int pid) {
    int length = read(pid + "/stat");
    int open = 0;
    while (open < length && buffer[open] != '(') {
      open++;
    }
    int close =
        length - 1; // the name itself may contain brackets and blanks: the last bracket ends it
    while (close > open && buffer[close] != ')') {
      close--;
    }
    if (close <= open) {
      return Optional.empty();
    }
    String comm = new String(buffer, open + 1, close - open - 1, StandardCharsets.UTF_8);
    byte state = buffer[close + 2];
    int at = close + 2;
    for (int field = 3; field < 22 && at < length; at++) {
      if (buffer[at] == ' ') {
        field++;
      }
    }
    return Optional.of(new Stat(comm, state == 'Z' || state == 'X', number(at, length)));
  }

  /**
   * A process's command line with blanks between the arguments; empty if it is gone or has none.
   */
  String commandLine(int pid) {
    try (InputStream file = new FileInputStream(new File(root, pid + "/cmdline"))) {
      return new String(file.readNBytes(COMMAND_LINE), StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }

  /** Bytes now in the buffer, 0 if the file cannot be read, as when the process is gone. */
  private int read(String name) {
    try (InputStream file = new FileInputStream(new File(root, name))) {
      return Math.max(0, file.read(buffer));
    } catch (IOException gone) {
      return 0;
    }
  }

  private long number(int start, int end) {
    long number = 0;
    for (int at = start; at < end && buffer[at] >= '0' && buffer[at] <= '9'; at++) {
      number = number * 10 + (buffer[at] - '0');
    }
    return number;
  }
}
