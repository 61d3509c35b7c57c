package io.observoor.shell.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.terminal.protocol.Screen;
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
 * The shell at a user's terminal, which is elsewhere: bytes come in with {@link #input} and go out
 * into a stream. {@link #run} takes a thread; all else may be called by others meanwhile.
 */
final class InteractiveSession implements AutoCloseable {
  private static final String PROMPT = "observoor> ";
  private static final int CTRL_C = 3;
  private static final Size USUAL = new Size(80, 24);

  private final LineDisciplineTerminal terminal;
  private final LineReader reader;
  private final CommandRunner runner;
  private final Consumer<String> remember;

  /**
   * A session that has not begun.
   *
   * @param screen the user's terminal
   * @param output leads there
   * @param history lines of earlier sessions
   * @param remember takes each line that is typed
   */
  InteractiveSession(
      BundleContext context,
      CommandProcessor processor,
      Screen screen,
      OutputStream output,
      List<String> history,
      Consumer<String> remember)
      throws IOException {
    this.remember = remember;
    terminal =
        new LineDisciplineTerminal("observoor", Capabilities.of(screen.type()), output, UTF_8);
    terminal.setSize(size(screen));
    runner = new CommandRunner(processor, terminal.output(), terminal.output(), screen, this::ask);
    DefaultParser parser = new DefaultParser();
    // Gogo reads the line itself; here it is only cut into words for completion.
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

  /** JLine asks for the keypad's own sequences, which not every terminal sends. */
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
    } catch (UserInterruptException | EndOfFileException refused) {
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
      // of a Ctrl-C that came when the line had just been read
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

  /** What was typed. As at any terminal, Ctrl-C takes what was typed right before it along. */
  void input(byte[] keys) throws IOException {
    int from = keys.length - 1;
    while (from > 0 && keys[from] != CTRL_C) {
      from--;
    }
    from = Math.max(from, 0);
    terminal.processInputBytes(keys, from, keys.length - from);
  }

  /** The terminal has got another size. */
  void resize(Screen screen) {
    terminal.setSize(size(screen));
    terminal.raise(Signal.WINCH);
  }

  /** Shows a text above what is being typed. */
  void above(String text) {
    reader.printAbove(text);
  }

  private static Size size(Screen screen) {
    return screen.columns() == 0 || screen.rows() == 0
        ? USUAL
        : new Size(screen.columns(), screen.rows());
  }

  @Override
  public void close() throws IOException {
    runner.close();
    terminal.close();
  }
}
