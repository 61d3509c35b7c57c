package io.observoor.delivery.sinks;

import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.spool.SpoolException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does one thing after the other, on a thread that nobody interrupts, because an interrupt closes
 * the spool's file. There is no thread while there is nothing to do.
 */
final class ControlThread implements AutoCloseable {
  private static final long IDLE_SECONDS = 5;

  private final ThreadPoolExecutor executor;

  ControlThread() {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("sink-control").daemon().factory());
    executor.allowCoreThreadTimeOut(true);
  }

  /** Does it, and waits until it is done. Any thread. */
  <T> T run(Callable<T> work) throws SinkControlException {
    try {
      Future<T> result = executor.submit(work);
      return result.get();
    } catch (RejectedExecutionException e) {
      throw new SinkControlException("delivery has stopped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkControlException("interrupted while waiting; what was asked for goes on", e);
    } catch (ExecutionException e) {
      throw asked(e.getCause());
    }
  }

  private static SinkControlException asked(Throwable cause) {
    return switch (cause) {
      case SinkControlException known -> known;
      case SpoolException disk -> new SinkControlException(disk.getMessage(), disk);
      default -> new SinkControlException(cause.toString(), cause);
    };
  }

  /** Takes nothing more; what was taken is still done. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
