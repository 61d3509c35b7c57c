package io.observoor.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;

/** Ports for a network, which nobody has at the moment. */
final class Ports {
  final int http = free();
  final int engine = free();
  final int gethPeers = free();
  final int beacon = free();
  final int rpc = free();
  final int peers = free();
  final int discovery = free();
  final int quic = free();
  final int beaconMetrics = free();
  final int validatorMetrics = free();

  private static int free() {
    // the same number for both transports: who listens does not matter here
    try (ServerSocket tcp = new ServerSocket(0);
        DatagramSocket udp = new DatagramSocket(tcp.getLocalPort())) {
      return udp.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
