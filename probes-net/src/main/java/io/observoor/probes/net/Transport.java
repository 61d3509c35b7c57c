package io.observoor.probes.net;

/** The transport of a port. */
enum Transport {
  TCP,
  UDP;

  /** Returns the code of the transport in the keys of a {@link PortTable}: 1 to 3. */
  int code() {
    return ordinal() + 1;
  }
}
