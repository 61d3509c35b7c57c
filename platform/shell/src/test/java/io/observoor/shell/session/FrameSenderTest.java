package io.observoor.shell.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.terminal.protocol.Frame;
import io.observoor.terminal.protocol.FrameType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FrameSenderTest {
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

  private static Frame frame(int number) {
    return Frame.of(FrameType.OUTPUT, "frame " + number);
  }

  @Test
  void closeSendsQueuedFramesInOrder() throws IOException {
    try (FrameSender sender = new FrameSender(frame -> sent.add(frame.text()))) {
      sender.start();
      for (int number = 0; number < 500; number++) {
        sender.write(frame(number));
      }
    }
    assertEquals(IntStream.range(0, 500).mapToObj(number -> "frame " + number).toList(), sent);
  }

  @Test
  void anInterruptedThreadCanWrite() throws IOException {
    boolean interrupted;
    try (FrameSender sender = new FrameSender(frame -> sent.add(frame.text()))) {
      sender.start();
      Thread.currentThread().interrupt();
      sender.write(frame(1));
      interrupted = Thread.interrupted();
    }
    assertTrue(interrupted);
    assertEquals(List.of("frame 1"), sent);
  }

  @Test
  void aClientThatDoesNotReadIsGivenUp() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    FrameSender sender = new FrameSender(frame -> block(released));
    sender.start();
    CountDownLatch failed = new CountDownLatch(1);
    Thread command = Thread.ofPlatform().daemon().start(() -> writeForever(sender, failed));
    sender.close();
    failed.await();
    command.join();
    assertThrows(IOException.class, () -> sender.write(frame(1)));
  }

  private static void block(CountDownLatch released) throws IOException {
    try {
      released.await();
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }

  private static void writeForever(FrameSender sender, CountDownLatch failed) {
    try {
      for (int number = 0; true; number++) {
        sender.write(frame(number));
      }
    } catch (IOException disconnected) {
      failed.countDown();
    }
  }

  @Test
  void writingToADisconnectedClientFails() {
    FrameSender sender =
        new FrameSender(
            frame -> {
              throw new IOException("broken pipe");
            });
    sender.start();
    assertThrows(
        IOException.class,
        () -> {
          for (int number = 0; number < 1_000_000; number++) {
            sender.write(frame(number));
          }
        });
    sender.close();
  }
}
