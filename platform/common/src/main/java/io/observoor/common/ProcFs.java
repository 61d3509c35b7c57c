package io.observoor.common;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Reads the files of /proc that tell which process is which (proc(5)). One thread at a time. */
public final class ProcFs {
  /** Enough for a comm, a stat line and loadavg. */
  private static final int SMALL_FILE = 4096;

  /** How many bytes of a command line are read. */
  private static final int COMMAND_LINE = 256 << 10;

  /**
   * USER_HZ: the clock ticks in a second of proc(5), on every architecture that the agent supports.
   */
  public static final int TICKS = 100;

  /**
   * A process according to /proc/PID/stat.
   *
   * @param comm its name
   * @param exited whether it has ended and its parent has not collected its status yet
   * @param startTicks its start, in clock ticks since boot; pid and start identify a process
   */
  public record Stat(String comm, boolean exited, long startTicks) {}

  private final File root;
  private final byte[] buffer = new byte[SMALL_FILE];

  /** Reads below {@code root}, which is {@code /proc} except in tests. */
  public ProcFs(File root) {
    this.root = root;
  }

  /** Calls back with the id of each process. */
  public void pids(IntConsumer each) {
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
   * The newest id of a process or thread, the fifth field of loadavg; 0 if it cannot be read. While
   * it stays the same, no process has started.
   */
  public long lastPid() {
    int length = read("loadavg");
    int start = length;
    while (start > 0 && buffer[start - 1] != ' ') {
      start--;
    }
    return number(start, length);
  }

  /** The time since boot in clock ticks, as start times are counted; 0 if it cannot be read. */
  public long uptimeTicks() {
    return number(0, read("uptime")) * TICKS;
  }

  /** A process's name; empty if the process is gone. */
  public Optional<String> comm(int pid) {
    int length = read(pid + "/comm");
    return length <= 0
        ? Optional.empty()
        : Optional.of(new String(buffer, 0, length, StandardCharsets.UTF_8).stripTrailing());
  }

  /** Name, state and start time of a process; empty if the process is gone. */
  public Optional<Stat> stat(int pid) {
    int length = read(pid + "/stat");
    int open = 0;
    while (open < length && buffer[open] != '(') {
      open++;
    }
    // the name may contain brackets and blanks: the last bracket ends it
    int close = length - 1;
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
   * A process's arguments, the program's name first, of the first 256 KiB; empty if the process is
   * gone or has none.
   */
  public List<String> commandLine(int pid) {
    try (InputStream file = new FileInputStream(new File(root, pid + "/cmdline"))) {
      String text = new String(file.readNBytes(COMMAND_LINE), StandardCharsets.UTF_8);
      // a zero ends each argument
      int end = text.endsWith("\0") ? text.length() - 1 : text.length();
      return text.isEmpty() ? List.of() : List.of(text.substring(0, end).split("\0", -1));
    } catch (IOException gone) {
      return List.of();
    }
  }

  /** Fills the buffer; returns its length, 0 if the file cannot be read. */
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
