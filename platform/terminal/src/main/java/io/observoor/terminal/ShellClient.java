package io.observoor.terminal;

import io.observoor.terminal.protocol.CommandRequest;
import io.observoor.terminal.protocol.Frame;
import io.observoor.terminal.protocol.FrameStream;
import io.observoor.terminal.protocol.FrameType;
import io.observoor.terminal.protocol.ProtocolException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs a command, the commands of a script, or an interactive session over a connection. Each
 * method returns an exit status.
 */
public final class ShellClient {
  private static final int FAILED = 1;

  /** Disables bracketed paste, and cursor and keypad application mode. */
  private static final String RESET_MODES = "\u001b[?2004l\u001b[?1l\u001b>";

  private final FrameStream frames;
  private final BufferedReader input;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * Creates a client.
   *
   * @param input the source of commands and of answers to questions
   */
  public ShellClient(FrameStream frames, BufferedReader input, PrintStream out, PrintStream err) {
    this.frames = frames;
    this.input = input;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs one command.
   *
   * @param canAnswer whether a user can answer questions
   */
  public int command(String line, boolean canAnswer) {
    try {
      frames.write(new CommandRequest(line, LocalTerminal.properties(), canAnswer).frame());
      return handleFrames(this::answer, HistoryFile.NONE);
    } catch (ProtocolException cause) {
      err.println("protocol error: " + cause.getMessage());
      return FAILED;
    } catch (IOException cause) {
      return ended();
    }
  }

  /**
   * Runs the commands of the input, one on each line; skips empty lines and those that begin with
   * #.
   *
   * @param keepGoing whether to continue after a command that fails
   * @return the status of the first command that fails, or 0
   */
  public int script(boolean keepGoing) throws IOException {
    int first = 0;
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      if (line.isBlank() || line.stripLeading().startsWith("#")) {
        continue;
      }
      int status = command(line, false);
      first = first == 0 ? status : first;
      if (status != 0 && !keepGoing) {
        return status;
      }
    }
    return first;
  }

  /**
   * Runs a session until the user leaves.
   *
   * @param keyboard the bytes that are typed
   * @param resizes registers a callback for changes of the terminal's size
   */
  public int session(
      LocalTerminal terminal,
      InputStream keyboard,
      HistoryFile history,
      Consumer<Runnable> resizes) {
    try {
      for (String line : history.lines()) {
        frames.write(Frame.of(FrameType.HISTORY, line));
      }
      frames.write(terminal.measuredProperties().frame(FrameType.TERMINAL));
      resizes.accept(() -> send(terminal.measuredProperties().frame(FrameType.SIZE)));
      terminal.raw();
      Thread.ofPlatform().name("observoor-keyboard").daemon().start(() -> sendKeys(keyboard));
      return handleFrames(question -> {}, history);
    } catch (ProtocolException cause) {
      terminal.restore();
      err.println("protocol error: " + cause.getMessage());
      return FAILED;
    } catch (IOException cause) {
      terminal.restore();
      resetModes();
      return ended();
    } finally {
      terminal.restore();
    }
  }

  /** Undoes what the line editor of an agent that ended abruptly has set. */
  private void resetModes() {
    if (!LocalTerminal.properties().type().equals("dumb")) {
      out.print(RESET_MODES);
      out.println();
    }
  }

  /** Shows a text above the prompt of the session; false if that has ended. Thread-safe. */
  public boolean above(String text) {
    return send(Frame.of(FrameType.ABOVE, text));
  }

  private boolean send(Frame frame) {
    try {
      frames.write(frame);
      return true;
    } catch (IOException disconnected) {
      return false;
    }
  }

  private int ended() {
    err.println("the agent has closed the connection");
    return FAILED;
  }

  private void sendKeys(InputStream keyboard) {
    byte[] keys = new byte[1024];
    try {
      for (int count = keyboard.read(keys); count >= 0; count = keyboard.read(keys)) {
        frames.write(new Frame(FrameType.INPUT, Arrays.copyOf(keys, count)));
      }
    } catch (IOException disconnected) {
      // handleFrames reports the end of the session
    }
  }

  private int handleFrames(Consumer<String> questions, HistoryFile history) throws IOException {
    while (true) {
      Frame frame = frames.next();
      switch (frame.type()) {
        case OUTPUT -> show(out, frame);
        case ERROR -> show(err, frame);
        case QUESTION -> questions.accept(frame.text());
        case HISTORY -> history.add(frame.text());
        case DONE -> {
          return frame.status();
        }
        default -> throw new ProtocolException("unexpected " + frame.type());
      }
    }
  }

  private static void show(PrintStream stream, Frame frame) {
    stream.write(frame.payload(), 0, frame.payload().length);
    stream.flush();
  }

  private void answer(String question) {
    err.print(question);
    err.flush();
    try {
      String line = Optional.ofNullable(input.readLine()).orElse("");
      frames.write(Frame.of(FrameType.ANSWER, line));
    } catch (IOException disconnected) {
      // handleFrames reports the end of the connection
    }
  }
}
