package io.observoor.launcher;

import io.observoor.terminal.SocketPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the socket of the running agent. If there is a configuration file, loads the agent's bundle
 * as a plain jar and calls it, so that the file is read in the same way.
 */
final class ShellSocketFinder {
  private static final Path SYSTEM_WIDE = Path.of("/etc/observoor/config.yaml");
  private static final Path DEFAULT_DATA = Path.of("observoor-data");
  private static final String AGENT = "io.observoor.agent.run.AgentSocket";

  /** The start levels of the agent's bundle and of those that it needs. */
  private static final List<String> LEVELS = List.of("10", "40", "50", "70");

  private ShellSocketFinder() {}

  /**
   * Returns the socket of an agent that was started with these options.
   *
   * @throws IllegalArgumentException if the configuration has no socket or is wrong
   */
  static Path find(Path home, Optional<Path> config, Optional<Path> data) {
    if (config.isEmpty() && !Files.exists(SYSTEM_WIDE)) {
      return data.orElse(DEFAULT_DATA).toAbsolutePath().normalize().resolve(SocketPath.NAME);
    }
    String socket = callAgent(home, config, data);
    if (socket.isEmpty()) {
      throw new IllegalArgumentException(
          "the configuration disables the shell: set shell.enabled to true");
    }
    return Path.of(socket);
  }

  private static String callAgent(Path home, Optional<Path> config, Optional<Path> data) {
    try (var loader = new URLClassLoader(jars(home), ShellSocketFinder.class.getClassLoader())) {
      return (String)
          loader
              .loadClass(AGENT)
              .getMethod("find", String.class, String.class)
              .invoke(
                  null,
                  config.map(Path::toString).orElse(null),
                  data.map(Path::toString).orElse(null));
    } catch (InvocationTargetException wrapped) {
      if (wrapped.getCause() instanceof IllegalArgumentException wrong) {
        throw wrong;
      }
      throw new IllegalStateException(wrapped.getCause());
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException("the installation in " + home + " is incomplete: " + e, e);
    }
  }

  private static URL[] jars(Path home) throws IOException {
    List<URL> jars = new ArrayList<>();
    for (String level : LEVELS) {
      try (Stream<Path> files = Files.list(home.resolve("bundles").resolve(level))) {
        files
            .filter(file -> file.toString().endsWith(".jar"))
            .map(ShellSocketFinder::url)
            .forEach(jars::add);
      }
    }
    return jars.toArray(URL[]::new);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
