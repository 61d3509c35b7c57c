package io.observoor.shell.session;

import io.observoor.terminal.protocol.Frame;
import io.observoor.terminal.protocol.FrameWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A bounded queue of frames for a client, and the thread that sends them. A command's thread must
 * not write to the channel: Ctrl-C interrupts that thread, and an interrupted writer closes its
 * channel. Thread-safe.
 */
final class FrameSender implements FrameWriter, AutoCloseable {
  private static final int CAPACITY = 64;
  private static final long POLL_MILLIS = 100;
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(1);

  private final FrameWriter client;
  private final BlockingQueue<Frame> queue = new LinkedBlockingQueue<>(CAPACITY);
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean disconnected;

  /** Creates a sender, which sends from {@link #start} on. */
  FrameSender(FrameWriter client) {
    this.client = client;
    thread = Thread.ofPlatform().name("observoor-shell-output").daemon().unstarted(this::send);
  }

  void start() {
    thread.start();
  }

  /** Queues a frame; blocks while the queue is full, and ignores interrupts until then. */
  @Override
  public void write(Frame frame) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        if (disconnected || closing) {
          throw new IOException("the client has disconnected");
        }
        try {
          if (queue.offer(frame, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
          }
        } catch (InterruptedException restoredBelow) {
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
      while (!closing || !queue.isEmpty()) {
        Frame frame = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (frame != null) {
          client.write(frame);
        }
      }
    } catch (IOException | InterruptedException end) {
      disconnected = true;
    }
  }

  /** Sends what is queued, for at most {@link #DRAIN_TIMEOUT}, and stops. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!thread.join(DRAIN_TIMEOUT)) {
        thread.interrupt();
      }
    } catch (InterruptedException interrupted) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
