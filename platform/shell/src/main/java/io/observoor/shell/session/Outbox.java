package io.observoor.shell.session;

import io.observoor.terminal.protocol.Frame;
import io.observoor.terminal.protocol.FrameSink;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What waits to be sent to a client, and the thread that sends it. A command's thread must not
 * write to the channel itself: Ctrl-C interrupts that thread, and a channel whose writer is
 * interrupted closes. Whoever has more to say than the client takes waits here. Any thread.
 */
final class Outbox implements FrameSink, AutoCloseable {
  private static final int MOST_FRAMES = 64;
  private static final long LOOK_MILLIS = 100;
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final FrameSink client;
  private final BlockingQueue<Frame> waiting = new LinkedBlockingQueue<>(MOST_FRAMES);
  private final Thread sender;
  private volatile boolean closing;
  private volatile boolean gone;

  /** An outbox that sends from {@link #start} on. */
  Outbox(FrameSink client) {
    this.client = client;
    sender = Thread.ofPlatform().name("observoor-shell-output").daemon().unstarted(this::send);
  }

  void start() {
    sender.start();
  }

  @Override
  public void write(Frame frame) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        if (gone || closing) {
          throw new IOException("the client is gone");
        }
        try {
          if (waiting.offer(frame, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
          }
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void send() {
    try {
      while (!closing || !waiting.isEmpty()) {
        Frame frame = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (frame != null) {
          client.write(frame);
        }
      }
    } catch (IOException | InterruptedException end) {
      gone = true;
    }
  }

  /** Sends what waits, if the client takes it soon; then nothing more. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!sender.join(LAST_WORDS)) {
        sender.interrupt();
      }
    } catch (InterruptedException hurry) {
      sender.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
