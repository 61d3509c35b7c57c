package io.observoor.launcher;

import io.observoor.terminal.AgentConnection;
import io.observoor.terminal.AttachException;
import io.observoor.terminal.HistoryFile;
import io.observoor.terminal.LocalTerminal;
import io.observoor.terminal.ShellClient;
import io.observoor.terminal.protocol.FrameStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell at the terminal of the agent itself ({@code run --shell}): the same client and the same
 * protocol as of {@code observoor shell}, through pipes inside of the JVM. What the agent prints
 * meanwhile is shown above the prompt.
 */
final class Foreground implements ServiceTrackerCustomizer<Object, Object> {
  private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);
  private static final String FILTER = "(observoor.shell.foreground=true)";

  private final BundleContext context;
  private final Output output;
  private boolean begun;

  private Foreground(BundleContext context, Output output) {
    this.context = context;
    this.output = output;
  }

  /** Waits for the agent's shell to come up, and then gives it this terminal, once. */
  static void start(BundleContext context, Output output) {
    try {
      new ServiceTracker<>(context, context.createFilter(FILTER), new Foreground(context, output))
          .open();
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public synchronized Object addingService(ServiceReference<Object> reference) {
    Object service = context.getService(reference);
    if (!begun && service instanceof BiConsumer<?, ?>) {
      begun = true;
      @SuppressWarnings("unchecked") // what the filter stands for
      var shell = (BiConsumer<InputStream, OutputStream>) service;
      Thread.ofPlatform().name("observoor-foreground").daemon().start(() -> run(shell));
    }
    return service;
  }

  @Override
  public void modifiedService(ServiceReference<Object> reference, Object service) {
    // its properties are of no interest
  }

  @Override
  public void removedService(ServiceReference<Object> reference, Object service) {
    context.ungetService(reference);
  }

  private void run(BiConsumer<InputStream, OutputStream> shell) {
    try {
      Pipe toAgent = Pipe.open();
      Pipe toClient = Pipe.open();
      InputStream fromClient = Channels.newInputStream(toAgent.source());
      OutputStream out = Channels.newOutputStream(toClient.sink());
      Thread.ofPlatform()
          .name("observoor-shell-client")
          .daemon()
          .start(() -> serve(shell, fromClient, out));
      try (InputStream in = Channels.newInputStream(toClient.source());
          OutputStream typed = Channels.newOutputStream(toAgent.sink())) {
        use(new FrameStream(in, typed));
      }
    } catch (IOException | AttachException e) {
      LOG.warn("the shell at this terminal has ended: {}", e.getMessage());
    }
  }

  /** The client must see an end when the agent's side has one. */
  private static void serve(
      BiConsumer<InputStream, OutputStream> shell, InputStream in, OutputStream out) {
    try (in;
        out) {
      shell.accept(in, out);
    } catch (IOException e) {
      LOG.debug("cannot close a pipe: {}", e.getMessage());
    }
  }

  private void use(FrameStream frames) throws AttachException, IOException {
    try (AgentConnection agent =
        AgentConnection.greet(frames, LauncherProperties.version(), () -> {})) {
      var input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      PrintStream out = output.direct();
      var client = new ShellClient(agent.frames(), input, out, out);
      if (!LocalTerminal.isInput() || !LocalTerminal.isOutput()) {
        client.script(true);
        return;
      }
      out.println("help lists the commands; Ctrl-D leaves the shell, and the agent goes on");
      output.divert(Optional.of(client::above));
      try {
        client.session(
            new LocalTerminal(),
            System.in,
            HistoryFile.ofThisUser(),
            resized -> Signals.handle("WINCH", number -> resized.run()));
      } finally {
        output.divert(Optional.empty());
      }
      out.println("left the shell; the agent goes on, Ctrl-C ends it");
    }
  }
}
