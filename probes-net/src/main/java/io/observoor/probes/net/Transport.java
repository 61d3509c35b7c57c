package io.observoor.probes.net;

/** What a port belongs to: TCP and UDP have ports of their own. */
enum Transport {
  TCP(1),
  UDP(2);

  private final int code;

  Transport(int code) {
    this.code = code;
  }

  /** What it is in the keys of a {@link PortTable}: 1 to 3. */
  int code() {
    return code;
  }
}
