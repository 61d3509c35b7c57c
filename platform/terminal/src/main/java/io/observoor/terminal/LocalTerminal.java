package io.observoor.terminal;

import io.observoor.terminal.protocol.Screen;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The terminal that this process runs in. While it is raw, every key is the other side's to
 * interpret, Ctrl-C too; {@link #restore} makes it as it was, and is called at the end of the JVM
 * whatever happens before. Any thread.
 */
public final class LocalTerminal {
  private static final int INPUT = 0;
  private static final int OUTPUT = 1;
  private static final Pattern DEVICE = Pattern.compile("/dev/(pts/\\d+|tty.*|console|hvc\\d+)");

  private final Arena arena = Arena.ofShared();
  private final TerminalCalls calls = new TerminalCalls();
  private Optional<MemorySegment> original = Optional.empty();

  /** Whether somebody types the standard input. */
  public static boolean isInput() {
    return isTerminal(INPUT);
  }

  /** Whether somebody sees the standard output. */
  public static boolean isOutput() {
    return isTerminal(OUTPUT);
  }

  /** Without a call of libc, which would cost a short command half its time. */
  private static boolean isTerminal(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd", String.valueOf(descriptor)));
      return DEVICE.matcher(target.toString()).matches();
    } catch (IOException | UnsupportedOperationException none) {
      return false;
    }
  }

  /** What shows the standard output, its size left out. */
  public static Screen screen() {
    String type = Optional.ofNullable(System.getenv("TERM")).orElse("");
    if (!isOutput()) {
      return Screen.NONE;
    }
    boolean plain = type.isEmpty() || type.equals("dumb");
    boolean unwanted = Optional.ofNullable(System.getenv("NO_COLOR")).orElse("").length() > 0;
    return new Screen(type.isEmpty() ? "dumb" : type, 0, 0, !plain && !unwanted);
  }

  /** The same with its size. */
  public Screen measuredScreen() {
    Screen screen = screen();
    return calls
        .size(OUTPUT)
        .map(size -> new Screen(screen.type(), size[1], size[0], screen.colours()))
        .orElse(screen);
  }

  /** Hands every key on as it is typed. */
  public synchronized void raw() throws IOException {
    if (original.isEmpty()) {
      MemorySegment before = calls.attributes(INPUT, arena);
      calls.attributes(INPUT, calls.raw(before, arena));
      original = Optional.of(before);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::restore));
    } else {
      calls.attributes(INPUT, calls.raw(original.get(), arena));
    }
  }

  /** Makes the terminal as it was before. */
  public synchronized void restore() {
    if (original.isPresent()) {
      try {
        calls.attributes(INPUT, original.get());
      } catch (IOException gone) {
        // there is nothing to restore
      }
    }
  }
}
