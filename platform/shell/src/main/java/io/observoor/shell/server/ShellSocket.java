package io.observoor.shell.server;

import io.observoor.terminal.SocketPath;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A listening Unix socket that only its owner, and root, can open at any time: it is bound inside a
 * private directory, gets its mode, and is then moved to its path.
 */
final class ShellSocket implements AutoCloseable {
  private static final String DIRECTORY_MODE = "rwx------";
  private static final String SOCKET_MODE = "rw-------";
  private static final int BACKLOG = 32;

  private final Path path;
  private final Object fileKey;
  private final ServerSocketChannel channel;

  private ShellSocket(Path path, Object fileKey, ServerSocketChannel channel) {
    this.path = path;
    this.fileKey = fileKey;
    this.channel = channel;
  }

  /**
   * Opens the socket; replaces the one that a dead agent left.
   *
   * @throws IOException when that is impossible; the message names the cause and the fix
   */
  static ShellSocket open(Path path) throws IOException {
    Optional<String> problem = SocketPath.problem(path);
    if (problem.isPresent()) {
      throw new IOException(problem.get());
    }
    removeStale(path);
    Path directory = privateDirectory(path.toAbsolutePath().getParent());
    Path socket = directory.resolve("s");
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(SOCKET_MODE));
      Object key = fileKey(socket);
      Files.move(socket, path, StandardCopyOption.ATOMIC_MOVE);
      return new ShellSocket(path, key, channel);
    } catch (IOException | RuntimeException cause) {
      channel.close();
      Files.deleteIfExists(socket);
      throw cause;
    } finally {
      Files.delete(directory);
    }
  }

  /** Creates a directory with a short name, as the limit on a socket's path applies here too. */
  private static Path privateDirectory(Path parent) throws IOException {
    Files.createDirectories(parent);
    while (true) {
      int number = ThreadLocalRandom.current().nextInt(1 << 24);
      Path directory = parent.resolve(".s" + String.format("%06x", number));
      if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        return Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(DIRECTORY_MODE)));
      }
    }
  }

  private static void removeStale(Path path) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException none) {
      return;
    }
    if (!attributes.isOther()) {
      throw new FileSystemException(
          path + " exists and is not a socket: move it away, or set shell.socket to another path");
    }
    if (isAlive(path)) {
      throw new FileSystemException(
          path + " is the socket of another running agent: set shell.socket to another path");
    }
    Files.deleteIfExists(path);
  }

  private static boolean isAlive(Path path) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static Object fileKey(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /** Returns the path of the socket. */
  Path path() {
    return path;
  }

  /** Blocks until the next client connects. */
  SocketChannel accept() throws IOException {
    return channel.accept();
  }

  /** Stops to accept clients; deletes the file, unless another one has replaced it. */
  @Override
  public void close() throws IOException {
    channel.close();
    try {
      if (fileKey(path).equals(fileKey)) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException deleted) {
      // nothing left to delete
    }
  }
}
