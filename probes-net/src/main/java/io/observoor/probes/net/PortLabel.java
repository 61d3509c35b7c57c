package io.observoor.probes.net;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The use of a port by a client: the texts of the column {@code port_label}. */
enum PortLabel {
  /** Peers of an execution client. */
  EL_P2P(1),
  /** Peer discovery of an execution client. */
  EL_DISCOVERY(2),
  /** JSON-RPC over HTTP. */
  EL_JSON_RPC(3),
  /** JSON-RPC over WebSocket. */
  EL_WS(4),
  /** Engine API: the consensus client's connection to its execution client. */
  EL_ENGINE_API(5),
  /** Peers of a consensus client; over UDP, QUIC. */
  CL_P2P(6),
  /** Peer discovery of a consensus client. */
  CL_DISCOVERY(7),
  /** HTTP API of a beacon node. */
  CL_BEACON_API(8),
  /** The gRPC API of a beacon node. */
  CL_GRPC(9);

  /** Code and text of a port without a label. */
  static final int UNKNOWN = 0;

  static final String UNKNOWN_TEXT = "unknown";

  /** The code of the label in aggregates. */
  final int code;

  PortLabel(int code) {
    this.code = code;
  }

  /** Returns the texts by code. */
  static Map<Long, String> texts() {
    return Arrays.stream(values())
        .collect(
            Collectors.toUnmodifiableMap(
                label -> (long) label.code, label -> label.name().toLowerCase(Locale.ROOT)));
  }
}
