package io.observoor.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Optional;

/** The path of the agent's socket. */
public final class SocketPath {
  /** The socket's file name in the data directory. */
  public static final String NAME = "shell.sock";

  /** The size of sun_path in sockaddr_un, without the terminating zero. */
  private static final int MAXIMUM_BYTES = 107;

  private SocketPath() {}

  /** Returns why no socket can have this path, and the fix; empty if one can. */
  public static Optional<String> problem(Path path) {
    int bytes = path.toString().getBytes(UTF_8).length;
    return bytes <= MAXIMUM_BYTES
        ? Optional.empty()
        : Optional.of(
            "the path of the shell's socket has %d bytes, the kernel's limit is %d: %s (set shell.socket to a shorter path)"
                .formatted(bytes, MAXIMUM_BYTES, path));
  }
}
