package io.observoor.probes.net;

/** The transport of a port. */
enum Transport {
  TCP(1),
  UDP(2);

  /** The code of the transport in the keys of a {@link PortTable}: 1 to 3. */
  final int code;

  Transport(int code) {
    this.code = code;
  }
}
