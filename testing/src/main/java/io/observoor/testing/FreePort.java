package io.observoor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that are told their port before they start, and that may be restarted on it.
 *
 * <p>They lie below those that the kernel gives to connections ({@code
 * net.ipv4.ip_local_port_range}): a port that was free a moment ago cannot become some connection's
 * own end before the server listens there.
 */
public final class FreePort {
  /** Below are the ports of well-known servers. */
  private static final int FIRST = 10_000;

  /** Where the kernel's own range begins by default, Documentation/networking/ip-sysctl.rst. */
  private static final int USUAL_END = 32_768;

  private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  private static final int END = end();

  /** Programs that run side by side begin at different places. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(Math.floorMod(ProcessHandle.current().pid() * 97, END - FIRST));

  private FreePort() {}

  /**
   * A port on which nobody listens, by TCP or UDP, on any address. Never twice the same in a
   * program, unless it asks for thousands. Any thread.
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
