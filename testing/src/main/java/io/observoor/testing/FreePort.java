package io.observoor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports for servers that need their port before they start, or restart on it.
 *
 * <p>The ports lie below those that the kernel assigns to connections ({@code
 * net.ipv4.ip_local_port_range}), so that no connection can take a port before the server listens.
 */
public final class FreePort {
  /** Above the ports of well-known servers. */
  private static final int FIRST = 10_000;

  /** Default start of the kernel's range, Documentation/networking/ip-sysctl.rst. */
  private static final int USUAL_END = 32_768;

  private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  private static final int END = end();

  /** Concurrent programs start at different ports. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(Math.floorMod(ProcessHandle.current().pid() * 97, END - FIRST));

  private FreePort() {}

  /**
   * Returns a port that is free for TCP and UDP on all addresses, a different one at each of the
   * first thousands of calls. Any thread.
   */
  public static int next() {
    for (int tries = FIRST; tries < END; tries++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), END - FIRST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no port is free from " + FIRST + " to " + (END - 1));
  }

  private static boolean isFree(int port) {
    try (ServerSocket tcp = new ServerSocket(port);
        DatagramSocket udp = new DatagramSocket(port)) {
      return tcp.isBound() && udp.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private static int end() {
    try {
      int begin = Integer.parseInt(Files.readString(RANGE).strip().split("\\s+", 2)[0]);
      return begin > FIRST + 1_000 ? begin : USUAL_END;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
