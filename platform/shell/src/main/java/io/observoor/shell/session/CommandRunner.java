package io.observoor.shell.session;

import io.observoor.api.sink.SinkException;
import io.observoor.shell.command.CommandFailedException;
import io.observoor.shell.command.Commands;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.WrongUseException;
import io.observoor.terminal.protocol.Screen;
import java.io.EOFException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Collection;
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
 * Runs command lines in a session of Gogo, one at a time, and makes an exit status of what comes of
 * them. One thread, but {@link #interrupt} and {@link #close} may be called by any.
 */
final class CommandRunner implements AutoCloseable {
  static final int FAILED = 1;
  static final int CALLED_WRONGLY = 2;

  private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);

  private static final Pattern CANNOT_COERCE = Pattern.compile("Cannot coerce (\\w+)\\(");

  /** The session variable that holds the names of all commands. */
  private static final String ALL_COMMANDS = ".commands";

  private final CommandSession session;
  private final PrintStream out;
  private final PrintStream err;

  CommandRunner(
      CommandProcessor processor,
      OutputStream out,
      OutputStream err,
      Screen screen,
      Console.Asking asking) {
    this.out = new PrintStream(out, true);
    this.err = new PrintStream(err, true);
    session = processor.createSession(InputStream.nullInputStream(), this.out, this.err);
    // ours first, then the framework's, then those of any bundle
    session.put("SCOPE", "observoor:felix:*");
    // in a file name only; a * in a filter of lb is meant as it is
    session.put(CommandSession.OPTION_NO_GLOB, true);
    session.put(Console.COLOURS, screen.colours());
    session.put(Console.TERMINAL, screen.isTerminal());
    session.put(Console.ASKING, asking);
  }

  /** All commands, as scope:function. */
  Collection<String> commands() {
    Collection<String> names = new TreeSet<>();
    if (session.get(ALL_COMMANDS) instanceof Iterable<?> all) {
      all.forEach(name -> names.add(name.toString()));
    }
    return names;
  }

  /** Runs a line; returns its exit status, when all it printed is on its way. */
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
      status = complain(CALLED_WRONGLY, "this is no command line: " + wrong.getMessage());
    } catch (WrongUseException wrong) {
      status = complain(CALLED_WRONGLY, wrong.getMessage());
    } catch (CommandFailedException | SinkException failed) {
      status = complain(FAILED, failed.getMessage());
    } catch (InterruptedException interrupted) {
      interrupt();
      status = complain(FAILED, "interrupted");
    } catch (IllegalArgumentException wrong) {
      // of commands of other bundles, above all the framework's, whose arguments Gogo matches
      status = complain(CALLED_WRONGLY, explained(wrong));
    } catch (Exception unexpected) {
      LOG.debug("shell command '{}' failed", line, unexpected);
      status = complain(FAILED, unexpected.toString());
    }
    out.flush();
    err.flush();
    return status;
  }

  /** Gogo names the types of Java that it would have taken. */
  private static String explained(IllegalArgumentException wrong) {
    Matcher call = CANNOT_COERCE.matcher(String.valueOf(wrong.getMessage()));
    if (call.lookingAt()) {
      return call.group(1)
          + " does not take that, or there is no such bundle; see felix:help "
          + call.group(1);
    }
    // a message of a subclass is often no sentence: a NumberFormatException's, for one
    boolean speaks = wrong.getClass() == IllegalArgumentException.class;
    return speaks && wrong.getMessage() != null ? wrong.getMessage() : wrong.toString();
  }

  private static String name(CommandNotFoundException unknown) {
    return unknown.getCommand().replaceFirst("^\\*:", "");
  }

  private int unknown(String name) {
    return Commands.OWN.contains(name.replaceFirst("^" + Commands.SCOPE + ":", ""))
        ? complain(
            FAILED,
            name + " is not there now: the part of the agent that it asks starts, or was stopped")
        : complain(CALLED_WRONGLY, "there is no command " + name + "; see help");
  }

  private int complain(int status, String message) {
    err.println(message);
    return status;
  }

  /** Ends the command that runs now. */
  void interrupt() {
    Optional.ofNullable(session.foregroundJob()).ifPresent(Job::interrupt);
  }

  @Override
  public void close() {
    interrupt();
    session.close();
  }
}
