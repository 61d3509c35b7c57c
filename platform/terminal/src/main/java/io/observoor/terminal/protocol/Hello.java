package io.observoor.terminal.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The payload of {@link FrameType#HELLO}, the first frame of each side.
 *
 * @param protocol the sender's version of the protocol
 * @param version the sender's version of observoor, for messages
 */
public record Hello(int protocol, String version) {

  /** The version of the protocol that this code implements. */
  public static final int PROTOCOL = 1;

  private static final String MAGIC = "observoor-shell";

  /** Creates the hello of this code. */
  public static Hello of(String version) {
    return new Hello(PROTOCOL, version);
  }

  /** Returns the frame. */
  public Frame frame() {
    return Payload.frame(FrameType.HELLO, this::encode);
  }

  private void encode(DataOutputStream out) throws IOException {
    out.writeUTF(MAGIC);
    out.writeShort(protocol);
    out.writeUTF(version);
  }

  /** Decodes a frame. */
  public static Hello of(Frame frame) throws ProtocolException {
    return Payload.parse(frame, FrameType.HELLO, Hello::decode);
  }

  private static Hello decode(DataInputStream in) throws IOException {
    if (!in.readUTF().equals(MAGIC)) {
      throw new ProtocolException("the peer is not observoor");
    }
    return new Hello(in.readUnsignedShort(), in.readUTF());
  }

  /**
   * Returns an error if the protocol versions differ.
   *
   * @param agent the agent's hello
   * @param client the client's hello
   */
  public static Optional<String> mismatch(Hello agent, Hello client) {
    if (agent.protocol == client.protocol) {
      return Optional.empty();
    }
    return Optional.of(
        "the agent is observoor %s (shell protocol %d), this command is observoor %s (protocol %d): use the observoor command that the agent was started with"
            .formatted(agent.version, agent.protocol, client.version, client.protocol));
  }
}
