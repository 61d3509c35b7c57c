package io.observoor.agent.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TaskSchedulerTest {
  @Test
  void runsEachTaskWhenItIsDue() throws InterruptedException {
    AtomicInteger once = new AtomicInteger();
    CountDownLatch often = new CountDownLatch(100);
    try (TaskScheduler _ =
        new TaskScheduler(
            List.of(
                now -> {
                  once.incrementAndGet();
                  return RecurringTask.NEVER;
                },
                now -> {
                  often.countDown();
                  return 1;
                }))) {
      assertTrue(often.await(20, TimeUnit.SECONDS));
    }
    assertEquals(1, once.get());
  }

  @Test
  void continuesAfterAFailedTask() throws InterruptedException {
    CountDownLatch other = new CountDownLatch(3);
    try (TaskScheduler _ =
        new TaskScheduler(
            List.of(
                now -> {
                  throw new IllegalStateException("on purpose");
                },
                now -> {
                  other.countDown();
                  return 1;
                }))) {
      assertTrue(other.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void closesAtOnceWhileNoTaskIsDue() {
    TaskScheduler scheduler = new TaskScheduler(List.of(now -> Long.MAX_VALUE / 2));
    scheduler.close();
    scheduler.close();
  }
}
