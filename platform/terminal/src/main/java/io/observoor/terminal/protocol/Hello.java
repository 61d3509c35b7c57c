package io.observoor.terminal.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The first message of each side.
 *
 * @param protocol the version of the protocol that the sender speaks
 * @param version the sender's own version, for people
 */
public record Hello(int protocol, String version) {

  /** What this code speaks. */
  public static final int PROTOCOL = 1;

  private static final String MAGIC = "observoor-shell";

  /** The hello of this code. */
  public static Hello of(String version) {
    return new Hello(PROTOCOL, version);
  }

  /** As a frame. */
  public Frame frame() {
    return Payload.frame(FrameType.HELLO, this::encode);
  }

  private void encode(DataOutputStream out) throws IOException {
    out.writeUTF(MAGIC);
    out.writeShort(protocol);
    out.writeUTF(version);
  }

  /** From a frame. */
  public static Hello of(Frame frame) throws ProtocolException {
    return Payload.parse(frame, FrameType.HELLO, Hello::decode);
  }

  private static Hello decode(DataInputStream in) throws IOException {
    if (!in.readUTF().equals(MAGIC)) {
      throw new ProtocolException("this is no shell of observoor");
    }
    return new Hello(in.readUnsignedShort(), in.readUTF());
  }

  /**
   * Why the two cannot talk, if so.
   *
   * @param agent what the agent said
   * @param client what the client said
   */
  public static Optional<String> mismatch(Hello agent, Hello client) {
    if (agent.protocol == client.protocol) {
      return Optional.empty();
    }
    return Optional.of(
        "the agent is observoor "
            + agent.version
            + " (shell protocol "
            + agent.protocol
            + ") and this command is observoor "
            + client.version
            + " (protocol "
            + client.protocol
            + "): use the observoor command that the agent was started with");
  }
}
