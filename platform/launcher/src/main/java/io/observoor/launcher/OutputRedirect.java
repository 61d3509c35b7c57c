package io.observoor.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/**
 * Replaces the standard output and the standard error, so that printed lines can be shown above a
 * prompt in the same terminal. Printing never blocks on a slow terminal. Thread-safe.
 */
final class OutputRedirect {
  private static final int MAXIMUM_LINES = 2000;

  private final PrintStream out;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(MAXIMUM_LINES);
  private volatile Optional<Predicate<String>> above = Optional.empty();

  private OutputRedirect(PrintStream out) {
    this.out = out;
  }

  /** Replaces both streams. */
  static OutputRedirect install() {
    OutputRedirect output = new OutputRedirect(System.out);
    System.setOut(new PrintStream(output.new Lines(System.out), true));
    System.setErr(new PrintStream(output.new Lines(System.err), true));
    Thread.ofPlatform().name("observoor-output").daemon().start(output::printLines);
    return output;
  }

  /** Returns the original standard output. */
  PrintStream original() {
    return out;
  }

  /**
   * Passes lines to a consumer from now on; empty to print them directly.
   *
   * @param consumer shows a line above the prompt; returns false when there is no prompt
   */
  void redirectTo(Optional<Predicate<String>> consumer) {
    above = consumer;
  }

  private void printLines() {
    try {
      while (true) {
        String line = lines.take();
        if (above.isEmpty() || !above.get().test(line)) {
          out.println(line);
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /** Splits one of the two streams into lines. */
  private final class Lines extends OutputStream {
    private final PrintStream original;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private Lines(PrintStream original) {
      this.original = original;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      if (above.isEmpty() && line.size() == 0) {
        original.write(bytes, offset, length);
        return;
      }
      for (int at = offset; at < offset + length; at++) {
        if (bytes[at] == '\n') {
          // drops the line if the queue is full, as the terminal shows nothing then
          lines.offer(line.toString(UTF_8));
          line.reset();
        } else {
          line.write(bytes[at]);
        }
      }
    }

    @Override
    public void flush() {
      original.flush();
    }
  }
}
