package io.observoor.shell.session;

import io.observoor.terminal.protocol.CommandLine;
import io.observoor.terminal.protocol.Frame;
import io.observoor.terminal.protocol.FrameStream;
import io.observoor.terminal.protocol.FrameType;
import io.observoor.terminal.protocol.Hello;
import io.observoor.terminal.protocol.ProtocolException;
import io.observoor.terminal.protocol.Screen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client. {@link #serve} reads what it sends, on a thread of its own; commands run on a second
 * one, so that a client that goes away, or presses Ctrl-C, ends its command. A client that does not
 * take its output delays nobody but itself.
 */
public final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int MOST_HISTORY = 1000;

  private final BundleContext context;
  private final FrameStream frames;
  private final Outbox outbox;
  private final List<String> history = new ArrayList<>();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private volatile boolean greeted;
  private volatile boolean over;
  private volatile Optional<CommandRunner> running = Optional.empty();
  private volatile Optional<InteractiveSession> session = Optional.empty();
  private Optional<Thread> worker = Optional.empty();

  /** A client that is behind this stream. */
  public Connection(BundleContext context, FrameStream frames) {
    this.context = context;
    this.frames = frames;
    this.outbox = new Outbox(frames);
  }

  /** Whether the client has said hello. */
  public boolean greeted() {
    return greeted;
  }

  /** Serves the client until it goes or its stream is closed; never throws. */
  public void serve() {
    outbox.start();
    try {
      if (greet()) {
        Optional<Frame> frame = frames.read();
        while (frame.isPresent() && !over) {
          take(frame.get());
          frame = frames.read();
        }
      }
    } catch (ProtocolException cause) {
      LOG.debug("a client of the shell does not speak its protocol: {}", cause.getMessage());
      refuse("this is the shell of observoor: " + cause.getMessage());
    } catch (IOException gone) {
      LOG.debug("a client of the shell is gone: {}", gone.getMessage());
    } catch (RuntimeException unexpected) {
      LOG.warn("a session of the shell ended: {}", unexpected.toString(), unexpected);
    } finally {
      end();
    }
  }

  private boolean greet() throws IOException {
    Optional<Frame> first = frames.read();
    if (first.isEmpty()) {
      return false;
    }
    Hello client = Hello.of(first.get());
    greeted = true;
    Hello own = Hello.of(Optional.ofNullable(context.getProperty("observoor.version")).orElse("?"));
    Optional<String> mismatch = Hello.mismatch(own, client);
    if (mismatch.isPresent()) {
      refuse(mismatch.get());
      return false;
    }
    outbox.write(own.frame());
    return true;
  }

  private void refuse(String why) {
    try {
      outbox.write(Frame.of(FrameType.REFUSED, why));
    } catch (IOException gone) {
      LOG.debug("a client of the shell went before it was told why: {}", gone.getMessage());
    }
  }

  private void take(Frame frame) throws IOException {
    switch (frame.type()) {
      case COMMAND -> {
        CommandLine command = CommandLine.of(frame);
        work(() -> runCommand(command));
      }
      case TERMINAL -> {
        Screen screen = Screen.of(frame, FrameType.TERMINAL);
        InteractiveSession begun = begin(screen);
        session = Optional.of(begun);
        work(() -> runSession(begun));
      }
      case ANSWER -> answers.add(frame.text());
      case HISTORY -> {
        if (history.size() < MOST_HISTORY) {
          history.add(frame.text());
        }
      }
      case INPUT -> ofSession(frame).input(frame.payload());
      case SIZE -> ofSession(frame).resize(Screen.of(frame, FrameType.SIZE));
      case ABOVE -> ofSession(frame).above(frame.text());
      default -> throw new ProtocolException(frame.type() + " is not for an agent");
    }
  }

  private InteractiveSession ofSession(Frame frame) throws ProtocolException {
    return session.orElseThrow(
        () -> new ProtocolException(frame.type() + " came before a terminal"));
  }

  /** One thing at a time: whoever sends the next before the end of the last is wrong. */
  private void work(Runnable work) throws ProtocolException {
    if (worker.filter(Thread::isAlive).isPresent()
        && (running.isPresent() || session.isPresent())) {
      throw new ProtocolException("a command came before the last one had ended");
    }
    worker = Optional.of(Thread.ofPlatform().name("observoor-shell-command").daemon().start(work));
  }

  private void runCommand(CommandLine command) {
    int status = CommandRunner.FAILED;
    try (CommandRunner runner =
        new CommandRunner(
            processor(),
            outbox.output(FrameType.OUTPUT),
            outbox.output(FrameType.ERROR),
            command.screen(),
            command.answers() ? this::ask : question -> Optional.empty())) {
      running = Optional.of(runner);
      status = over ? status : runner.run(command.text());
    } catch (RuntimeException unexpected) {
      LOG.warn("a command of the shell ended: {}", unexpected.toString(), unexpected);
    } finally {
      running = Optional.empty();
      done(status);
    }
  }

  private Optional<String> ask(String question) {
    try {
      outbox.write(Frame.of(FrameType.QUESTION, question));
      return Optional.of(answers.take());
    } catch (IOException gone) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private InteractiveSession begin(Screen screen) throws IOException {
    if (session.isPresent()) {
      throw new ProtocolException("a second terminal came");
    }
    return new InteractiveSession(
        context,
        processor(),
        screen,
        outbox.output(FrameType.OUTPUT),
        List.copyOf(history),
        this::remember);
  }

  private void remember(String line) {
    try {
      outbox.write(Frame.of(FrameType.HISTORY, line));
    } catch (IOException gone) {
      LOG.debug("a client of the shell is gone: {}", gone.getMessage());
    }
  }

  private void runSession(InteractiveSession begun) {
    int status = CommandRunner.FAILED;
    try {
      begun.run();
      status = 0;
    } catch (RuntimeException unexpected) {
      if (!over) {
        LOG.warn("a session of the shell ended: {}", unexpected.toString(), unexpected);
      }
    } finally {
      done(status);
    }
  }

  private void done(int status) {
    try {
      outbox.write(Frame.done(status));
    } catch (IOException gone) {
      LOG.debug("a client of the shell went before its command had ended: {}", gone.getMessage());
    }
  }

  /** The command processor of Gogo, whose bundle may have been updated since the last time. */
  private CommandProcessor processor() {
    ServiceReference<CommandProcessor> reference =
        context.getServiceReference(CommandProcessor.class);
    CommandProcessor processor = reference == null ? null : context.getService(reference);
    if (processor == null) {
      throw new IllegalStateException("the bundle org.apache.felix.gogo.runtime is not started");
    }
    return processor;
  }

  /** Ends what still runs. */
  private void end() {
    over = true;
    running.ifPresent(CommandRunner::interrupt);
    worker.ifPresent(Thread::interrupt);
    if (session.isPresent()) {
      try {
        session.get().close();
      } catch (IOException gone) {
        LOG.debug("the terminal of a session is gone: {}", gone.getMessage());
      }
    }
    outbox.close();
  }
}
