package io.observoor.terminal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameStreamTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final FrameStream writer = new FrameStream(InputStream.nullInputStream(), written);

  @Test
  void framesAreDecodedAsEncoded() throws IOException {
    TerminalProperties terminal = new TerminalProperties("xterm", 80, 24, true);
    writer.write(Hello.of("1.2").frame());
    writer.write(new CommandRequest("sink-list -j é", terminal, true).frame());
    writer.write(terminal.frame(FrameType.SIZE));
    writer.write(Frame.done(2));
    FrameStream reader = reader(written.toByteArray());
    assertEquals(new Hello(Hello.PROTOCOL, "1.2"), Hello.of(reader.next()));
    assertEquals(
        new CommandRequest("sink-list -j é", terminal, true), CommandRequest.of(reader.next()));
    assertEquals(terminal, TerminalProperties.of(reader.next(), FrameType.SIZE));
    assertEquals(2, reader.next().status());
    assertEquals(Optional.empty(), reader.read());
  }

  @Test
  void outputIsSplitIntoFrames() throws IOException {
    byte[] bytes = new byte[Frame.MAXIMUM_PAYLOAD * 2 + 17];
    new Random(1).nextBytes(bytes);
    try (OutputStream output = writer.output(FrameType.OUTPUT)) {
      output.write(bytes);
    }
    FrameStream reader = reader(written.toByteArray());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int frames = 0; frames < 3; frames++) {
      all.write(reader.next().payload());
    }
    assertArrayEquals(bytes, all.toByteArray());
    assertEquals(Optional.empty(), reader.read());
  }

  @Test
  void garbageIsRefusedWithoutAllocation() {
    assertThrows(
        ProtocolException.class, () -> reader("GET / HTTP/1.1\r\n".getBytes(UTF_8)).read());
    byte[] huge = {7, 0x7f, -1, -1, -1};
    assertThrows(ProtocolException.class, () -> reader(huge).read());
    byte[] negative = {7, -1, -1, -1, -1};
    assertThrows(ProtocolException.class, () -> reader(negative).read());
    byte[] cut = {7, 0, 0, 0, 9, 1};
    assertThrows(EOFException.class, () -> reader(cut).read());
  }

  @Test
  void randomBytesGiveFramesOrAnIoException() {
    Random random = new Random(42);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) random.nextInt(15);
      }
      readAll(reader(bytes));
    }
  }

  private static void readAll(FrameStream reader) {
    try {
      for (Optional<Frame> frame = reader.read(); frame.isPresent(); frame = reader.read()) {
        interpret(frame.get());
      }
    } catch (IOException refused) {
      // expected
    }
  }

  private static void interpret(Frame frame) throws IOException {
    switch (frame.type()) {
      case HELLO -> Hello.of(frame);
      case COMMAND -> CommandRequest.of(frame);
      case TERMINAL, SIZE -> TerminalProperties.of(frame, frame.type());
      case DONE -> frame.status();
      default -> frame.text();
    }
  }

  @Test
  void mismatchNamesBothVersions() {
    assertEquals(Optional.empty(), Hello.mismatch(new Hello(1, "2.0"), new Hello(1, "1.0")));
    String mismatch = Hello.mismatch(new Hello(2, "3.1"), new Hello(1, "1.0")).orElseThrow();
    assertTrue(mismatch.contains("3.1") && mismatch.contains("1.0"), mismatch);
  }

  private static FrameStream reader(byte[] bytes) {
    return new FrameStream(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
  }
}
