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
 * Where the shell of the running agent is. Where a configuration file has a say, the agent's own
 * bundle is asked, as a plain jar without a framework, so that both find the same.
 */
final class ShellSocketFinder {
  private static final Path SYSTEM_WIDE = Path.of("/etc/observoor/config.yaml");
  private static final Path USUAL_DATA = Path.of("observoor-data");
  private static final String AGENT = "io.observoor.agent.run.AgentSocket";

  /** Where the agent's bundle and what it needs are. */
  private static final List<String> LEVELS = List.of("10", "40", "50", "70");

  private ShellSocketFinder() {}

  /**
   * Finds the socket of an agent that was started with these options.
   *
   * @throws IllegalArgumentException when there can be none; the message says why
   */
  static Path find(Path home, Optional<Path> config, Optional<Path> data) {
    if (config.isEmpty() && !Files.exists(SYSTEM_WIDE)) {
      return data.orElse(USUAL_DATA).toAbsolutePath().normalize().resolve(SocketPath.NAME);
    }
    String socket = ask(home, config, data);
    if (socket.isEmpty()) {
      throw new IllegalArgumentException(
          "the configuration says that nobody can attach to its agent: set shell.enabled to true");
    }
    return Path.of(socket);
  }

  private static String ask(Path home, Optional<Path> config, Optional<Path> data) {
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
      throw new IllegalStateException("the distribution in " + home + " is incomplete: " + e, e);
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
