package io.observoor.shell.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * The users that may use the shell: the one that runs the agent, and root. The socket's mode admits
 * the same users; this check holds even after somebody has changed the mode.
 */
final class AllowedUsers {
  private final UserPrincipal agent;
  private final UserPrincipal root;

  /** Allows the owner of this file, and root. */
  AllowedUsers(Path socket) throws IOException {
    agent = Files.getOwner(socket, LinkOption.NOFOLLOW_LINKS);
    root = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0");
  }

  /** Returns the user at the other end of a connection, as the kernel reports it (SO_PEERCRED). */
  static UserPrincipal peer(SocketChannel channel) throws IOException {
    return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
  }

  boolean contains(UserPrincipal user) {
    return user.equals(agent) || user.equals(root);
  }
}
