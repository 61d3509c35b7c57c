package io.observoor.shell.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.shell.command.ShellCommand;
import io.observoor.terminal.protocol.Screen;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;

/** Gogo with some commands, outside of any framework. */
public final class ShellForTests implements AutoCloseable {
  private final ThreadIOImpl streams = new ThreadIOImpl();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandRunner runner;
  private Optional<String> answer = Optional.empty();
  private String asked = "";

  /** A shell with these commands. */
  public ShellForTests(ShellCommand... commands) {
    streams.start();
    CommandProcessorImpl processor = new CommandProcessorImpl(streams);
    for (ShellCommand command : commands) {
      processor.addCommand("observoor", command, command.name());
    }
    runner = new CommandRunner(processor, out, err, Screen.NONE, this::ask);
  }

  private Optional<String> ask(String question) {
    asked = question;
    return answer;
  }

  /** What the user answers from now on. */
  public void answer(String line) {
    answer = Optional.of(line);
  }

  /** What the user was asked last. */
  public String asked() {
    return asked;
  }

  /** Runs a line; returns its exit status. */
  public int run(String line) {
    return runner.run(line);
  }

  /** What was printed since the last call. */
  public String output() {
    return taken(out);
  }

  /** What was printed as errors since the last call. */
  public String errors() {
    return taken(err);
  }

  private static String taken(ByteArrayOutputStream stream) {
    String text = stream.toString(UTF_8);
    stream.reset();
    return text;
  }

  @Override
  public void close() {
    runner.close();
    streams.stop();
  }
}
