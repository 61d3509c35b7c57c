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
 * Who may use the shell: the user that runs the agent, and root. The mode of the socket says the
 * same; this holds even where somebody has changed it.
 */
final class Peers {
  private final UserPrincipal self;
  private final UserPrincipal root;

  /** Peers of whoever owns this file. */
  Peers(Path own) throws IOException {
    self = Files.getOwner(own, LinkOption.NOFOLLOW_LINKS);
    root = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0");
  }

  /** The user at the other end, as the kernel knows it. */
  static UserPrincipal of(SocketChannel channel) throws IOException {
    return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
  }

  boolean isWelcome(UserPrincipal user) {
    return user.equals(self) || user.equals(root);
  }
}
