package io.observoor.shell.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.terminal.protocol.TerminalProperties;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.felix.service.command.CommandProcessor;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.osgi.framework.BundleContext;

/**
 * The line editor and command loop for a remote terminal: {@link #input} takes the bytes that are
 * typed, and a stream takes the bytes to show. {@link #run} needs a thread of its own; any thread
 * may call the other methods.
 */
final class InteractiveSession implements AutoCloseable {
  private static final String PROMPT = "observoor> ";
  private static final int CTRL_C = 3;
  private static final Size DEFAULT_SIZE = new Size(80, 24);

  private final LineDisciplineTerminal terminal;
  private final LineReader reader;
  private final CommandRunner runner;
  private final Consumer<String> remember;

  /**
   * Creates a session.
   *
   * @param properties of the user's terminal
   * @param output takes the bytes for the terminal
   * @param history lines of earlier sessions
   * @param remember takes each line that is typed
   */
  InteractiveSession(
      BundleContext context,
      CommandProcessor processor,
      TerminalProperties properties,
      OutputStream output,
      List<String> history,
      Consumer<String> remember)
      throws IOException {
    this.remember = remember;
    terminal =
        new LineDisciplineTerminal(
            "observoor", TerminalTypes.known(properties.type()), output, UTF_8);
    terminal.setSize(size(properties));
    runner =
        new CommandRunner(processor, terminal.output(), terminal.output(), properties, this::ask);
    DefaultParser parser = new DefaultParser();
    // Gogo parses the line; this parser only splits it into words for completion.
    parser.setEscapeChars(null);
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("observoor")
            .parser(parser)
            .completer(new ShellCompleter(context, runner::commands))
            .variable(LineReader.HISTORY_SIZE, 1000)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P > ")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.AUTO_FRESH_LINE, false)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .option(LineReader.Option.AUTO_GROUP, false)
            .build();
    bindArrows();
    History lines = reader.getHistory();
    history.forEach(lines::add);
    terminal.handle(Signal.INT, signal -> runner.interrupt());
  }

  /** Adds the sequences of cursor mode; JLine binds those of keypad mode only. */
  private void bindArrows() {
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    keys.bind(new Reference(LineReader.UP_LINE_OR_HISTORY), "\033[A");
    keys.bind(new Reference(LineReader.DOWN_LINE_OR_HISTORY), "\033[B");
    keys.bind(new Reference(LineReader.FORWARD_CHAR), "\033[C");
    keys.bind(new Reference(LineReader.BACKWARD_CHAR), "\033[D");
  }

  private Optional<String> ask(String question) {
    try {
      return Optional.of(reader.readLine(question));
    } catch (UserInterruptException | EndOfFileException noAnswer) {
      return Optional.of("");
    }
  }

  /** Reads and runs lines until the user leaves or the session is closed. */
  void run() {
    while (true) {
      String line;
      try {
        line = reader.readLine(PROMPT);
      } catch (UserInterruptException cleared) {
        continue;
      } catch (EndOfFileException left) {
        return;
      }
      // clears the interrupt of a Ctrl-C that arrived after the line was read
      Thread.interrupted();
      String command = line.strip();
      if (!command.isEmpty()) {
        remember.accept(command);
      }
      if (command.equals("exit") || command.equals("quit")) {
        return;
      }
      if (!command.isEmpty()) {
        runner.run(command);
      }
      terminal.flush();
    }
  }

  /** Takes typed bytes. As at any terminal, Ctrl-C discards the bytes before it. */
  void input(byte[] keys) throws IOException {
    int from = keys.length - 1;
    while (from > 0 && keys[from] != CTRL_C) {
      from--;
    }
    from = Math.max(from, 0);
    terminal.processInputBytes(keys, from, keys.length - from);
  }

  /** Applies a new size of the terminal. */
  void resize(TerminalProperties properties) {
    terminal.setSize(size(properties));
    terminal.raise(Signal.WINCH);
  }

  /** Shows a text above the line that is being typed. */
  void above(String text) {
    reader.printAbove(text);
  }

  private static Size size(TerminalProperties properties) {
    return properties.columns() == 0 || properties.rows() == 0
        ? DEFAULT_SIZE
        : new Size(properties.columns(), properties.rows());
  }

  @Override
  public void close() throws IOException {
    runner.close();
    terminal.close();
  }
}
