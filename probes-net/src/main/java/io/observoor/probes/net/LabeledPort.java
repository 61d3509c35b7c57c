package io.observoor.probes.net;

/**
 * A port and what it is used for.
 *
 * @param transport of which transport
 * @param port 1 to 65535
 * @param label what for
 */
record LabeledPort(Transport transport, int port, PortLabel label) {

  static boolean isPort(long number) {
    return number > 0 && number < 65536;
  }
}
