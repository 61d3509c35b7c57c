package io.observoor.terminal;

import io.observoor.terminal.protocol.TerminalProperties;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The terminal of this process. In raw mode every key, Ctrl-C too, is passed on as a byte; {@link
 * #restore} undoes that, and is called at the exit of the JVM too. Thread-safe.
 */
public final class LocalTerminal {
  private static final int INPUT = 0;
  private static final int OUTPUT = 1;
  private static final Pattern DEVICE = Pattern.compile("/dev/(pts/\\d+|tty.*|console|hvc\\d+)");

  private final Arena arena = Arena.ofShared();
  private final TerminalCalls calls = new TerminalCalls();
  private Optional<MemorySegment> original = Optional.empty();

  /** Whether the standard input is a terminal. */
  public static boolean isInput() {
    return isTerminal(INPUT);
  }

  /** Whether the standard output is a terminal. */
  public static boolean isOutput() {
    return isTerminal(OUTPUT);
  }

  /** Avoids isatty(3), as binding a native function takes half the time of a short command. */
  private static boolean isTerminal(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd", String.valueOf(descriptor)));
      return DEVICE.matcher(target.toString()).matches();
    } catch (IOException | UnsupportedOperationException notALink) {
      return false;
    }
  }

  /** Returns the properties of the terminal at the standard output, without its size. */
  public static TerminalProperties properties() {
    String type = Optional.ofNullable(System.getenv("TERM")).orElse("");
    if (!isOutput()) {
      return TerminalProperties.NONE;
    }
    boolean plain = type.isEmpty() || type.equals("dumb");
    boolean noColor = Optional.ofNullable(System.getenv("NO_COLOR")).orElse("").length() > 0;
    return new TerminalProperties(type.isEmpty() ? "dumb" : type, 0, 0, !plain && !noColor);
  }

  /** Returns the properties with the size. */
  public TerminalProperties measuredProperties() {
    TerminalProperties properties = properties();
    return calls
        .size(OUTPUT)
        .map(
            size ->
                new TerminalProperties(properties.type(), size[1], size[0], properties.colours()))
        .orElse(properties);
  }

  /** Switches to raw mode. */
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

  /** Restores the original mode. */
  public synchronized void restore() {
    if (original.isPresent()) {
      try {
        calls.attributes(INPUT, original.get());
      } catch (IOException closed) {
        // the terminal has no mode to restore
      }
    }
  }
}
