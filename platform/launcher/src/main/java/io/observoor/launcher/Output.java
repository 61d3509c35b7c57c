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
 * The process's own output while its terminal may have a prompt: what is printed goes out as it is,
 * or, while it is diverted, line by line to where it does not tear the prompt. Whoever prints never
 * waits for a terminal that is slow. Any thread.
 */
final class Output {
  private static final int MOST_LINES = 2000;

  private final PrintStream out;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(MOST_LINES);
  private volatile Optional<Predicate<String>> above = Optional.empty();

  private Output(PrintStream out) {
    this.out = out;
  }

  /** Puts itself in the place of the standard output and the standard error. */
  static Output install() {
    Output output = new Output(System.out);
    System.setOut(new PrintStream(output.new Lines(System.out), true));
    System.setErr(new PrintStream(output.new Lines(System.err), true));
    Thread.ofPlatform().name("observoor-output").daemon().start(output::pass);
    return output;
  }

  /** The standard output as it was, for whoever holds the prompt. */
  PrintStream direct() {
    return out;
  }

  /**
   * Where lines go from now on: to this consumer, as long as it returns true, or straight out.
   *
   * @param consumer shows a text above the prompt; false when there is none any more
   */
  void divert(Optional<Predicate<String>> consumer) {
    above = consumer;
  }

  private void pass() {
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

  /** One of the two streams. */
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
          // a full queue means a terminal that stands still: what it cannot show is left out
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
