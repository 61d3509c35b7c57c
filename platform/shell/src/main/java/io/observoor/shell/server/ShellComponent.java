package io.observoor.shell.server;

import io.observoor.shell.ShellConfiguration;
import io.observoor.shell.session.Connection;
import io.observoor.terminal.protocol.FrameStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the socket, and registers a service for {@code run --shell}: a {@code
 * BiConsumer<InputStream, OutputStream>} with the property {@value #FOREGROUND}, which serves a
 * client over two streams until they end. An agent whose socket cannot be opened runs without one.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = ShellConfiguration.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ShellComponent {
  /** The service property that marks the service for the launcher. */
  static final String FOREGROUND = "observoor.shell.foreground";

  private static final Logger LOG = LoggerFactory.getLogger("shell");

  private final Optional<ShellServer> server;
  private final ServiceRegistration<?> registration;

  /** Called by declarative services. */
  @Activate
  public ShellComponent(BundleContext context, ShellConfiguration configuration) {
    server =
        configuration.enabled() && !configuration.socket().isEmpty()
            ? start(context, Path.of(configuration.socket()))
            : Optional.empty();
    BiConsumer<InputStream, OutputStream> foreground =
        (in, out) -> new Connection(context, new FrameStream(in, out)).serve();
    registration =
        context.registerService(
            BiConsumer.class, foreground, FrameworkUtil.asDictionary(Map.of(FOREGROUND, true)));
  }

  private static Optional<ShellServer> start(BundleContext context, Path path) {
    try {
      return Optional.of(ShellServer.start(context, path));
    } catch (IOException cause) {
      LOG.error("cannot open the shell's socket: {}", cause.getMessage());
      return Optional.empty();
    }
  }

  /** Called by declarative services. */
  @Deactivate
  public void close() throws IOException {
    registration.unregister();
    if (server.isPresent()) {
      server.get().close();
    }
  }
}
