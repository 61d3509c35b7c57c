package io.observoor.integration.peers;

import io.observoor.testing.FreePort;

/** Free ports for a network. */
final class Ports {
  final int http = FreePort.next();
  final int engine = FreePort.next();
  final int gethPeers = FreePort.next();
  final int beacon = FreePort.next();
  final int rpc = FreePort.next();
  final int peers = FreePort.next();
  final int discovery = FreePort.next();
  final int quic = FreePort.next();
  final int beaconMetrics = FreePort.next();
  final int validatorMetrics = FreePort.next();
}
