package io.observoor.agent.schedule;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks on one thread, each when it is due. Runs a task that failed again 5 s later. */
public final class TaskScheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("agent");
  private static final Duration RETRY_DELAY = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final ScheduledThreadPoolExecutor executor;

  /** Starts the thread; runs each task at once, in this order. */
  public TaskScheduler(List<RecurringTask> tasks) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().name("observoor-agent").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    tasks.forEach(task -> schedule(task, 0));
  }

  /** Starts the thread; runs a task for the first time after a delay. */
  public TaskScheduler(Duration delay, RecurringTask task) {
    this(List.of());
    schedule(task, delay.toNanos());
  }

  private void schedule(RecurringTask task, long delay) {
    var _ = executor.schedule(() -> run(task), delay, TimeUnit.NANOSECONDS);
  }

  private void run(RecurringTask task) {
    long delay;
    try {
      delay = task.run(System.nanoTime());
    } catch (RuntimeException unexpected) {
      LOG.error(
          "a recurring task failed; retrying in {} s: {}",
          RETRY_DELAY.toSeconds(),
          unexpected.toString(),
          unexpected);
      delay = RETRY_DELAY.toNanos();
    }
    if (delay != RecurringTask.NEVER) {
      schedule(task, delay);
    }
  }

  /** Ends the thread after the task that it is running, for which it waits 2 s. Any thread. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a recurring task is still running after {} s", CLOSE_TIMEOUT.toSeconds());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
