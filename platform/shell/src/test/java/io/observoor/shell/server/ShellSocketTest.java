package io.observoor.shell.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellSocketTest {
  @TempDir Path directory;

  private Path path;

  @BeforeEach
  void path() {
    path = directory.resolve("shell.sock");
  }

  @Test
  void modeAdmitsTheOwnerOnly() throws IOException {
    try (ShellSocket socket = ShellSocket.open(path)) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      assertEquals(List.of(path), entries());
      assertEquals(path, socket.path());
      try (SocketChannel client = connect();
          SocketChannel accepted = socket.accept()) {
        assertTrue(new AllowedUsers(path).contains(AllowedUsers.peer(accepted)));
        assertTrue(client.isConnected());
      }
    }
    assertEquals(List.of(), entries());
  }

  @Test
  void staleSocketIsReplaced() throws IOException {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertTrue(Files.exists(path));
    try (ShellSocket socket = ShellSocket.open(path);
        SocketChannel client = connect();
        SocketChannel accepted = socket.accept()) {
      assertTrue(client.isConnected() && accepted.isConnected());
    }
  }

  @Test
  void socketInUseIsKept() throws IOException {
    try (ShellSocket first = ShellSocket.open(path)) {
      IOException refused = assertThrows(IOException.class, () -> ShellSocket.open(path));
      assertTrue(refused.getMessage().contains("another running agent"), refused.getMessage());
      assertTrue(Files.exists(first.path()));
    }
  }

  @Test
  void aRegularFileIsKept() throws IOException {
    Files.writeString(path, "precious");
    IOException refused = assertThrows(IOException.class, () -> ShellSocket.open(path));
    assertTrue(refused.getMessage().contains("not a socket"), refused.getMessage());
    assertEquals("precious", Files.readString(path));
  }

  @Test
  void anOverlongPathIsRefused() {
    Path deep = directory.resolve("d".repeat(107)).resolve("shell.sock");
    IOException refused = assertThrows(IOException.class, () -> ShellSocket.open(deep));
    assertTrue(refused.getMessage().contains("shell.socket"), refused.getMessage());
    assertFalse(Files.exists(deep.getParent()));
  }

  @Test
  void closeKeepsAFileThatReplacedTheSocket() throws IOException {
    ShellSocket socket = ShellSocket.open(path);
    Files.delete(path);
    Files.writeString(path, "another");
    socket.close();
    assertEquals("another", Files.readString(path));
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
