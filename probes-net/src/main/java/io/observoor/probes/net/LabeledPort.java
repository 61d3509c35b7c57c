package io.observoor.probes.net;

/**
 * A port with its label.
 *
 * @param transport the port's transport
 * @param port 1 to 65535
 * @param label its use
 */
record LabeledPort(Transport transport, int port, PortLabel label) {

  static boolean isPort(long number) {
    return number > 0 && number < 65536;
  }
}
