package io.observoor.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Optional;

/** Where the agent's socket is. */
public final class SocketPath {
  /** The socket's name in the data directory. */
  public static final String NAME = "shell.sock";

  /** What fits into a sockaddr_un beside the byte that ends it. */
  private static final int LONGEST = 107;

  private SocketPath() {}

  /** Why no socket can be there, if so, and what to do. */
  public static Optional<String> refusal(Path path) {
    int bytes = path.toString().getBytes(UTF_8).length;
    return bytes <= LONGEST
        ? Optional.empty()
        : Optional.of(
            "the path of the shell's socket has "
                + bytes
                + " bytes, and the kernel takes "
                + LONGEST
                + " at most: "
                + path
                + " (set shell.socket to a shorter path)");
  }
}
