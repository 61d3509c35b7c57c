package io.observoor.agent.ticker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other on one thread, each when it is due. A task that fails is run again
 * later.
 */
public final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  private static final long AFTER_FAILURE = Duration.ofSeconds(5).toNanos();
  private static final Duration LONGEST_TASK = Duration.ofSeconds(2);

  private final List<Scheduled> tasks = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  private static final class Scheduled {
    private final Task task;
    private long due;
    private boolean done;

    private Scheduled(Task task, long due) {
      this.task = task;
      this.due = due;
    }
  }

  private Ticker(List<Task> tasks) {
    long now = System.nanoTime();
    tasks.forEach(task -> this.tasks.add(new Scheduled(task, now)));
    thread = Thread.ofPlatform().name("observoor-agent").daemon().unstarted(this::loop);
  }

  /** Starts to run these tasks, each for the first time at once, in this order. */
  public static Ticker start(List<Task> tasks) {
    Ticker ticker = new Ticker(tasks);
    ticker.thread.start();
    return ticker;
  }

  private void loop() {
    long next = 0;
    // A pause of "never" means that no task is left.
    while (!closed && next != Task.NEVER) {
      next = Task.NEVER;
      for (Scheduled scheduled : tasks) {
        if (!closed && !scheduled.done && scheduled.due - System.nanoTime() <= 0) {
          run(scheduled);
        }
        if (!scheduled.done) {
          next = Math.min(next, scheduled.due - System.nanoTime());
        }
      }
      if (!closed && next > 0 && next != Task.NEVER) {
        LockSupport.parkNanos(next);
      }
    }
  }

  private static void run(Scheduled scheduled) {
    long now = System.nanoTime();
    long pause;
    try {
      pause = scheduled.task.run(now);
    } catch (RuntimeException unexpected) {
      String name = scheduled.task.getClass().getSimpleName();
      LOG.error("{} failed and is tried again in 5 s: {}", name, unexpected.toString(), unexpected);
      pause = AFTER_FAILURE;
    }
    scheduled.done = pause == Task.NEVER;
    scheduled.due = System.nanoTime() + Math.max(0, pause);
  }

  /** Ends the thread; a task that runs just now may finish first. Any thread. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      if (!thread.join(LONGEST_TASK)) {
        LOG.warn(
            "a task of {} has not ended after {} s", thread.getName(), LONGEST_TASK.toSeconds());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
