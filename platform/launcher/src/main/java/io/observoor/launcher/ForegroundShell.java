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
import org.osgi.framework.Filter;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell in the agent's own terminal ({@code run --shell}): the client of {@code observoor
 * shell}, connected by pipes. Shows the agent's output above the prompt.
 */
final class ForegroundShell extends ServiceTracker<Object, Object> {
  private static final Logger LOG = LoggerFactory.getLogger("shell");
  private static final String SHELL_FILTER = "(observoor.shell.foreground=true)";

  private final OutputRedirect output;
  private boolean started;

  private ForegroundShell(BundleContext context, Filter filter, OutputRedirect output) {
    super(context, filter, null);
    this.output = output;
  }

  /** Connects this terminal to the agent's shell as soon as the service for that is registered. */
  static void start(BundleContext context, OutputRedirect output) {
    try {
      new ForegroundShell(context, context.createFilter(SHELL_FILTER), output).open();
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public synchronized Object addingService(ServiceReference<Object> reference) {
    Object service = super.addingService(reference);
    if (!started && service instanceof BiConsumer<?, ?>) {
      started = true;
      @SuppressWarnings("unchecked") // the type that the filter implies
      var shell = (BiConsumer<InputStream, OutputStream>) service;
      Thread.ofPlatform().name("observoor-foreground").daemon().start(() -> run(shell));
    }
    return service;
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
      LOG.warn("the shell in this terminal failed: {}", e.getMessage());
    }
  }

  /** Serves the client, and closes its streams when the agent closes the session. */
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
        AgentConnection.exchangeHello(frames, LauncherProperties.version(), () -> {})) {
      var input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      PrintStream out = output.original();
      var client = new ShellClient(agent.frames(), input, out, out);
      if (!LocalTerminal.isInput() || !LocalTerminal.isOutput()) {
        client.script(true);
        return;
      }
      out.println("'help' lists the commands; Ctrl-D leaves the shell, the agent keeps running");
      output.redirectTo(Optional.of(client::above));
      try {
        client.session(
            new LocalTerminal(),
            System.in,
            HistoryFile.ofThisUser(),
            resized -> Signals.handle("WINCH", number -> resized.run()));
      } finally {
        output.redirectTo(Optional.empty());
      }
      out.println("left the shell; the agent keeps running, Ctrl-C ends it");
    }
  }
}
