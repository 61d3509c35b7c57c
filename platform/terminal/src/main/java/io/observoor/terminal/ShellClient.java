package io.observoor.terminal;

import io.observoor.terminal.protocol.CommandLine;
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
 * What a user does with a connection: one command, commands from a file, or a session at the
 * terminal. Each returns an exit status.
 */
public final class ShellClient {
  private static final int FAILED = 1;

  /** No bracketing of pasted text, and cursor and keypad keys as they usually are. */
  private static final String EDITING_OFF = "\u001b[?2004l\u001b[?1l\u001b>";

  private final FrameStream frames;
  private final BufferedReader input;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * A client of this connection.
   *
   * @param input where answers and commands come from
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
   * @param answers whether questions are put to the user
   */
  public int command(String line, boolean answers) {
    try {
      frames.write(new CommandLine(line, LocalTerminal.screen(), answers).frame());
      return untilDone(this::answer, HistoryFile.NONE);
    } catch (ProtocolException cause) {
      err.println("the agent does not speak as it should: " + cause.getMessage());
      return FAILED;
    } catch (IOException cause) {
      return ended();
    }
  }

  /**
   * Runs the commands of the input, one a line; empty lines and those that begin with # are passed
   * over.
   *
   * @param keepGoing whether commands after one that failed are run
   * @return the status of the first that failed, or 0
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
   * Hands the terminal over until the user leaves.
   *
   * @param keyboard what is typed, each key as it comes
   * @param resizes calls its argument whenever the terminal has got another size
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
      frames.write(terminal.measuredScreen().frame(FrameType.TERMINAL));
      resizes.accept(() -> send(terminal.measuredScreen().frame(FrameType.SIZE)));
      terminal.raw();
      Thread.ofPlatform().name("observoor-keyboard").daemon().start(() -> type(keyboard));
      return untilDone(question -> {}, history);
    } catch (ProtocolException cause) {
      terminal.restore();
      err.println("the agent does not speak as it should: " + cause.getMessage());
      return FAILED;
    } catch (IOException cause) {
      terminal.restore();
      leaveModes();
      return ended();
    } finally {
      terminal.restore();
    }
  }

  /** An agent that has ended could not take back what its line editor had switched on. */
  private void leaveModes() {
    if (!LocalTerminal.screen().type().equals("dumb")) {
      out.print(EDITING_OFF);
      out.println();
    }
  }

  /** Shows a text above the prompt of a session; false when there is none any more. Any thread. */
  public boolean above(String text) {
    return send(Frame.of(FrameType.ABOVE, text));
  }

  private boolean send(Frame frame) {
    try {
      frames.write(frame);
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  private int ended() {
    err.println("the agent has ended the connection");
    return FAILED;
  }

  private void type(InputStream keyboard) {
    byte[] keys = new byte[1024];
    try {
      for (int count = keyboard.read(keys); count >= 0; count = keyboard.read(keys)) {
        frames.write(new Frame(FrameType.INPUT, Arrays.copyOf(keys, count)));
      }
    } catch (IOException gone) {
      // the session is over, which whoever waits for its end says
    }
  }

  private int untilDone(Consumer<String> questions, HistoryFile history) throws IOException {
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
        default -> throw new ProtocolException(frame.type() + " came unasked");
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
    } catch (IOException gone) {
      // whoever waits for the next frame notices as well
    }
  }
}
