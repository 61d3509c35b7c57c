package io.observoor.terminal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The payload of {@link FrameType#COMMAND}.
 *
 * @param line the command line
 * @param terminal that shows the output
 * @param canAnswer whether a user can answer questions
 */
public record CommandRequest(String line, TerminalProperties terminal, boolean canAnswer) {

  /** Returns the frame. */
  public Frame frame() {
    return Payload.frame(FrameType.COMMAND, this::encode);
  }

  private void encode(DataOutputStream out) throws IOException {
    terminal.encode(out);
    out.writeBoolean(canAnswer);
    out.write(line.getBytes(UTF_8));
  }

  /** Decodes a frame. */
  public static CommandRequest of(Frame frame) throws ProtocolException {
    return Payload.parse(frame, FrameType.COMMAND, CommandRequest::decode);
  }

  private static CommandRequest decode(DataInputStream in) throws IOException {
    TerminalProperties terminal = TerminalProperties.decode(in);
    boolean canAnswer = in.readBoolean();
    return new CommandRequest(new String(in.readAllBytes(), UTF_8), terminal, canAnswer);
  }
}
