package io.observoor.shell.session;

import io.observoor.terminal.protocol.CommandRequest;
import io.observoor.terminal.protocol.Frame;
import io.observoor.terminal.protocol.FrameStream;
import io.observoor.terminal.protocol.FrameType;
import io.observoor.terminal.protocol.Hello;
import io.observoor.terminal.protocol.ProtocolException;
import io.observoor.terminal.protocol.TerminalProperties;
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
 * The agent's end of the connection to one client. One thread reads its frames, in {@link #serve};
 * a second one runs its command, so that Ctrl-C and a disconnect interrupt the command. A client
 * that does not read its output blocks only its own command.
 */
public final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger("shell");
  private static final int MAXIMUM_HISTORY = 1000;

  private final BundleContext context;
  private final FrameStream frames;
  private final FrameSender sender;
  private final List<String> history = new ArrayList<>();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private volatile boolean hasSentHello;
  private volatile boolean ended;
  private volatile Optional<CommandRunner> running = Optional.empty();
  private volatile Optional<InteractiveSession> session = Optional.empty();
  private Optional<Thread> worker = Optional.empty();

  /** Creates a connection over this stream. */
  public Connection(BundleContext context, FrameStream frames) {
    this.context = context;
    this.frames = frames;
    this.sender = new FrameSender(frames);
  }

  /** Whether the client has sent HELLO. */
  public boolean hasSentHello() {
    return hasSentHello;
  }

  /** Serves the client until it disconnects or its stream is closed; throws nothing. */
  public void serve() {
    sender.start();
    try {
      if (exchangeHello()) {
        Optional<Frame> frame = frames.read();
        while (frame.isPresent() && !ended) {
          handle(frame.get());
          frame = frames.read();
        }
      }
    } catch (ProtocolException cause) {
      LOG.debug("a client violated the protocol: {}", cause.getMessage());
      refuse("protocol error: " + cause.getMessage());
    } catch (IOException disconnected) {
      LOG.debug("a client disconnected: {}", disconnected.getMessage());
    } catch (RuntimeException unexpected) {
      LOG.warn("a session failed: {}", unexpected.toString(), unexpected);
    } finally {
      end();
    }
  }

  private boolean exchangeHello() throws IOException {
    Optional<Frame> first = frames.read();
    if (first.isEmpty()) {
      return false;
    }
    Hello client = Hello.of(first.get());
    hasSentHello = true;
    Hello own = Hello.of(Optional.ofNullable(context.getProperty("observoor.version")).orElse("?"));
    Optional<String> mismatch = Hello.mismatch(own, client);
    if (mismatch.isPresent()) {
      refuse(mismatch.get());
      return false;
    }
    sender.write(own.frame());
    return true;
  }

  private void refuse(String why) {
    try {
      sender.write(Frame.of(FrameType.REFUSED, why));
    } catch (IOException disconnected) {
      LOG.debug("a client disconnected before it read the refusal: {}", disconnected.getMessage());
    }
  }

  private void handle(Frame frame) throws IOException {
    switch (frame.type()) {
      case COMMAND -> {
        CommandRequest command = CommandRequest.of(frame);
        start(() -> runCommand(command));
      }
      case TERMINAL -> {
        TerminalProperties terminal = TerminalProperties.of(frame, FrameType.TERMINAL);
        InteractiveSession opened = newSession(terminal);
        session = Optional.of(opened);
        start(() -> runSession(opened));
      }
      case ANSWER -> answers.add(frame.text());
      case HISTORY -> {
        if (history.size() < MAXIMUM_HISTORY) {
          history.add(frame.text());
        }
      }
      case INPUT -> sessionFor(frame).input(frame.payload());
      case SIZE -> sessionFor(frame).resize(TerminalProperties.of(frame, FrameType.SIZE));
      case ABOVE -> sessionFor(frame).above(frame.text());
      default -> throw new ProtocolException(frame.type() + " is not a frame for an agent");
    }
  }

  private InteractiveSession sessionFor(Frame frame) throws ProtocolException {
    return session.orElseThrow(() -> new ProtocolException(frame.type() + " before TERMINAL"));
  }

  /** Starts the worker thread; a client must wait for DONE before it sends the next command. */
  private void start(Runnable work) throws ProtocolException {
    if (worker.filter(Thread::isAlive).isPresent()
        && (running.isPresent() || session.isPresent())) {
      throw new ProtocolException("a command before the DONE of the last one");
    }
    worker = Optional.of(Thread.ofPlatform().name("observoor-shell-command").daemon().start(work));
  }

  private void runCommand(CommandRequest command) {
    int status = CommandRunner.FAILED;
    try (CommandRunner runner =
        new CommandRunner(
            processor(),
            sender.output(FrameType.OUTPUT),
            sender.output(FrameType.ERROR),
            command.terminal(),
            command.canAnswer() ? this::ask : question -> Optional.empty())) {
      running = Optional.of(runner);
      status = ended ? status : runner.run(command.line());
    } catch (RuntimeException unexpected) {
      LOG.warn("a command failed: {}", unexpected.toString(), unexpected);
    } finally {
      running = Optional.empty();
      done(status);
    }
  }

  private Optional<String> ask(String question) {
    try {
      sender.write(Frame.of(FrameType.QUESTION, question));
      return Optional.of(answers.take());
    } catch (IOException disconnected) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private InteractiveSession newSession(TerminalProperties terminal) throws IOException {
    if (session.isPresent()) {
      throw new ProtocolException("a second TERMINAL");
    }
    return new InteractiveSession(
        context,
        processor(),
        terminal,
        sender.output(FrameType.OUTPUT),
        List.copyOf(history),
        this::remember);
  }

  private void remember(String line) {
    try {
      sender.write(Frame.of(FrameType.HISTORY, line));
    } catch (IOException disconnected) {
      LOG.debug("a client disconnected: {}", disconnected.getMessage());
    }
  }

  private void runSession(InteractiveSession opened) {
    int status = CommandRunner.FAILED;
    try {
      opened.run();
      status = 0;
    } catch (RuntimeException unexpected) {
      if (!ended) {
        LOG.warn("a session failed: {}", unexpected.toString(), unexpected);
      }
    } finally {
      done(status);
    }
  }

  private void done(int status) {
    try {
      sender.write(Frame.done(status));
    } catch (IOException disconnected) {
      LOG.debug("a client disconnected before its command ended: {}", disconnected.getMessage());
    }
  }

  /** Looks Gogo's command processor up again, as its bundle may have been updated. */
  private CommandProcessor processor() {
    ServiceReference<CommandProcessor> reference =
        context.getServiceReference(CommandProcessor.class);
    CommandProcessor processor = reference == null ? null : context.getService(reference);
    if (processor == null) {
      throw new IllegalStateException("the bundle org.apache.felix.gogo.runtime is not started");
    }
    return processor;
  }

  /** Interrupts the command and closes the session. */
  private void end() {
    ended = true;
    running.ifPresent(CommandRunner::interrupt);
    worker.ifPresent(Thread::interrupt);
    if (session.isPresent()) {
      try {
        session.get().close();
      } catch (IOException disconnected) {
        LOG.debug("cannot close the terminal of a session: {}", disconnected.getMessage());
      }
    }
    sender.close();
  }
}
