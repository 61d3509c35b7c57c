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
class OutboxTest {
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

  private static Frame frame(int number) {
    return Frame.of(FrameType.OUTPUT, "frame " + number);
  }

  @Test
  void framesArriveInOrderBeforeItCloses() throws IOException {
    try (Outbox outbox = new Outbox(frame -> sent.add(frame.text()))) {
      outbox.start();
      for (int number = 0; number < 500; number++) {
        outbox.write(frame(number));
      }
    }
    assertEquals(IntStream.range(0, 500).mapToObj(number -> "frame " + number).toList(), sent);
  }

  @Test
  void whoeverIsInterruptedIsStillHeard() throws IOException {
    boolean interrupted;
    try (Outbox outbox = new Outbox(frame -> sent.add(frame.text()))) {
      outbox.start();
      Thread.currentThread().interrupt();
      outbox.write(frame(1));
      interrupted = Thread.interrupted();
    }
    assertTrue(interrupted);
    assertEquals(List.of("frame 1"), sent);
  }

  @Test
  void aClientThatTakesNothingStopsItsCommandAndIsGivenUp() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    Outbox outbox = new Outbox(frame -> block(released));
    outbox.start();
    CountDownLatch failed = new CountDownLatch(1);
    Thread command = Thread.ofPlatform().daemon().start(() -> writeForEver(outbox, failed));
    outbox.close();
    failed.await();
    command.join();
    assertThrows(IOException.class, () -> outbox.write(frame(1)));
  }

  private static void block(CountDownLatch released) throws IOException {
    try {
      released.await();
    } catch (InterruptedException givenUp) {
      throw new IOException(givenUp);
    }
  }

  private static void writeForEver(Outbox outbox, CountDownLatch failed) {
    try {
      for (int number = 0; true; number++) {
        outbox.write(frame(number));
      }
    } catch (IOException gone) {
      failed.countDown();
    }
  }

  @Test
  void aClientThatIsGoneIsAnError() {
    Outbox outbox =
        new Outbox(
            frame -> {
              throw new IOException("broken pipe");
            });
    outbox.start();
    assertThrows(
        IOException.class,
        () -> {
          for (int number = 0; number < 1_000_000; number++) {
            outbox.write(frame(number));
          }
        });
    outbox.close();
  }
}
