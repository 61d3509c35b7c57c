package io.observoor.probes.net;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a client uses a port for: the texts of the column {@code port_label}. */
enum PortLabel {
  /** Peers of an execution client. */
  EL_P2P(1),
  /** How an execution client finds peers. */
  EL_DISCOVERY(2),
  /** JSON-RPC over HTTP. */
  EL_JSON_RPC(3),
  /** JSON-RPC over WebSocket. */
  EL_WS(4),
  /** The consensus client's way to its execution client. */
  EL_ENGINE_API(5),
  /** Peers of a consensus client; over UDP this is QUIC. */
  CL_P2P(6),
  /** How a consensus client finds peers. */
  CL_DISCOVERY(7),
  /** The HTTP API of a beacon node. */
  CL_BEACON_API(8),
  /** The gRPC API of a beacon node. */
  CL_GRPC(9);

  /** The code and the text of a port that is none of these. */
  static final int UNKNOWN = 0;

  static final String UNKNOWN_TEXT = "unknown";

  private final int code;

  PortLabel(int code) {
    this.code = code;
  }

  /** Its code in the aggregates. */
  int code() {
    return code;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The texts by code. */
  static Map<Long, String> texts() {
    return Arrays.stream(values())
        .collect(Collectors.toUnmodifiableMap(label -> (long) label.code(), PortLabel::text));
  }
}
