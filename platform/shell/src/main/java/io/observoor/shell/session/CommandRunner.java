package io.observoor.shell.session;

import io.observoor.api.sink.SinkException;
import io.observoor.shell.command.CommandFailedException;
import io.observoor.shell.command.CommandRegistry;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.UsageException;
import io.observoor.terminal.UsageErrors;
import io.observoor.terminal.protocol.TerminalProperties;
import java.io.EOFException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs command lines in a Gogo session, one at a time, and turns their results into exit statuses.
 * One thread, except for {@link #interrupt} and {@link #close}.
 */
final class CommandRunner implements AutoCloseable {
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  private static final Logger LOG = LoggerFactory.getLogger("shell");

  private static final Pattern CANNOT_COERCE = Pattern.compile("Cannot coerce (\\w+)\\(");

  /** Session variable: the names of all commands. */
  private static final String ALL_COMMANDS = ".commands";

  private final CommandSession session;
  private final PrintStream out;
  private final PrintStream err;

  CommandRunner(
      CommandProcessor processor,
      OutputStream out,
      OutputStream err,
      TerminalProperties terminal,
      Console.Prompt prompt) {
    this.out = new PrintStream(out, true);
    this.err = new PrintStream(err, true);
    session = processor.createSession(InputStream.nullInputStream(), this.out, this.err);
    // the order in which Gogo looks for a command
    session.put("SCOPE", "observoor:felix:*");
    // would replace the * in a filter of lb by file names
    session.put(CommandSession.OPTION_NO_GLOB, true);
    session.put(Console.COLOURS, terminal.colours());
    session.put(Console.TERMINAL, terminal.isTerminal());
    session.put(Console.PROMPT, prompt);
  }

  /** Returns the names of all commands, as scope:function. */
  Collection<String> commands() {
    Collection<String> names = new TreeSet<>();
    if (session.get(ALL_COMMANDS) instanceof Iterable<?> all) {
      all.forEach(name -> names.add(name.toString()));
    }
    return names;
  }

  /** Runs a line; returns its exit status after its output is flushed. */
  int run(String line) {
    int status;
    try {
      Object result = session.execute(line);
      if (result != null) {
        out.println(session.format(result, Converter.INSPECT));
      }
      status = 0;
    } catch (CommandNotFoundException unknown) {
      status = unknown(name(unknown));
    } catch (SyntaxError | EOFException wrong) {
      status = fail(WRONG_USAGE, "syntax error: " + wrong.getMessage());
    } catch (UsageException wrong) {
      status = fail(WRONG_USAGE, wrong.getMessage());
    } catch (CommandFailedException | SinkException failed) {
      status = fail(FAILED, failed.getMessage());
    } catch (InterruptedException interrupted) {
      interrupt();
      status = fail(FAILED, "interrupted");
    } catch (IllegalArgumentException wrong) {
      // from commands of other bundles, whose arguments Gogo converts
      status = fail(WRONG_USAGE, explained(wrong));
    } catch (Exception unexpected) {
      LOG.debug("shell command '{}' failed", line, unexpected);
      status = fail(FAILED, unexpected.toString());
    }
    out.flush();
    err.flush();
    return status;
  }

  /** Replaces a message of Gogo, which names Java types. */
  private static String explained(IllegalArgumentException wrong) {
    Matcher call = CANNOT_COERCE.matcher(String.valueOf(wrong.getMessage()));
    if (call.lookingAt()) {
      return "%1$s: wrong argument, or no such bundle\ntry 'felix:help %1$s'"
          .formatted(call.group(1));
    }
    // a subclass often has a message that needs the class name, as NumberFormatException does
    boolean readable = wrong.getClass() == IllegalArgumentException.class;
    return readable && wrong.getMessage() != null ? wrong.getMessage() : wrong.toString();
  }

  private static String name(CommandNotFoundException unknown) {
    return unknown.getCommand().replaceFirst("^\\*:", "");
  }

  private int unknown(String name) {
    String bare = name.replaceFirst("^" + CommandRegistry.SCOPE + ":", "");
    if (CommandRegistry.OWN.contains(bare)) {
      return fail(
          FAILED,
          name
              + ": not available while the part of the agent that it queries starts or is stopped");
    }
    List<String> known =
        commands().stream().map(it -> it.substring(it.indexOf(':') + 1)).distinct().toList();
    return fail(WRONG_USAGE, UsageErrors.unknown("command", name, known) + "\ntry 'help'");
  }

  private int fail(int status, String message) {
    err.println(message);
    return status;
  }

  /** Interrupts the command that is running, if any. */
  void interrupt() {
    Optional.ofNullable(session.foregroundJob()).ifPresent(Job::interrupt);
  }

  @Override
  public void close() {
    interrupt();
    session.close();
  }
}
