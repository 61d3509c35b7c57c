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
 * A listening socket in the file system that only its owner can open, from its first moment on: it
 * is made inside a directory that nobody else can enter, and moved to its place when its mode is
 * right.
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
   * Makes the socket. One that an agent left behind that is gone is replaced.
   *
   * @throws IOException when it cannot be made; the message says why, and what to do
   */
  static ShellSocket open(Path path) throws IOException {
    Optional<String> refusal = SocketPath.refusal(path);
    if (refusal.isPresent()) {
      throw new IOException(refusal.get());
    }
    removeStale(path);
    Path directory = privateDirectory(path.toAbsolutePath().getParent());
    Path made = directory.resolve("s");
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(made), BACKLOG);
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(SOCKET_MODE));
      Object key = fileKey(made);
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
      return new ShellSocket(path, key, channel);
    } catch (IOException | RuntimeException cause) {
      channel.close();
      Files.deleteIfExists(made);
      throw cause;
    } finally {
      Files.delete(directory);
    }
  }

  /** A name as short as the socket's own usual one, for the bound on paths holds here as well. */
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
          path + " is there and is no socket: move it away, or set shell.socket to another path");
    }
    if (isAlive(path)) {
      throw new FileSystemException(
          path + " is the shell of another agent: set shell.socket to another path");
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

  /** Where it is. */
  Path path() {
    return path;
  }

  /** Waits for the next client. */
  SocketChannel accept() throws IOException {
    return channel.accept();
  }

  /** Nobody can come any more. The file goes, unless another has taken its place. */
  @Override
  public void close() throws IOException {
    channel.close();
    try {
      if (fileKey(path).equals(fileKey)) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException gone) {
      // somebody has removed it already
    }
  }
}
