package io.observoor.shell.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.shell.command.ShellCommand;
import io.observoor.terminal.protocol.TerminalProperties;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;

/** Gogo with some commands, without a framework. */
public final class ShellForTests implements AutoCloseable {
  private final ThreadIOImpl streams = new ThreadIOImpl();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandRunner runner;
  private Optional<String> answer = Optional.empty();
  private String asked = "";

  /** Creates a shell with these commands. */
  public ShellForTests(ShellCommand... commands) {
    streams.start();
    CommandProcessorImpl processor = new CommandProcessorImpl(streams);
    for (ShellCommand command : commands) {
      processor.addCommand("observoor", command, command.spec().name());
    }
    runner = new CommandRunner(processor, out, err, TerminalProperties.NONE, this::ask);
  }

  private Optional<String> ask(String question) {
    asked = question;
    return answer;
  }

  /** Sets the answer to all questions from now on. */
  public void answer(String line) {
    answer = Optional.of(line);
  }

  /** Returns the last question. */
  public String asked() {
    return asked;
  }

  /** Runs a line; returns its exit status. */
  public int run(String line) {
    return runner.run(line);
  }

  /** Returns the output since the last call. */
  public String output() {
    return drain(out);
  }

  /** Returns the errors since the last call. */
  public String errors() {
    return drain(err);
  }

  private static String drain(ByteArrayOutputStream stream) {
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
