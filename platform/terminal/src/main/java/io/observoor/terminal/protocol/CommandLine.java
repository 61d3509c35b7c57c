package io.observoor.terminal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A command to run.
 *
 * @param text the line
 * @param screen what shows its output
 * @param answers whether there is a user who answers questions
 */
public record CommandLine(String text, Screen screen, boolean answers) {

  /** As a frame. */
  public Frame frame() {
    return Payload.frame(FrameType.COMMAND, this::encode);
  }

  private void encode(DataOutputStream out) throws IOException {
    screen.encode(out);
    out.writeBoolean(answers);
    out.write(text.getBytes(UTF_8));
  }

  /** From a frame. */
  public static CommandLine of(Frame frame) throws ProtocolException {
    return Payload.parse(frame, FrameType.COMMAND, CommandLine::decode);
  }

  private static CommandLine decode(DataInputStream in) throws IOException {
    Screen screen = Screen.decode(in);
    boolean answers = in.readBoolean();
    return new CommandLine(new String(in.readAllBytes(), UTF_8), screen, answers);
  }
}
