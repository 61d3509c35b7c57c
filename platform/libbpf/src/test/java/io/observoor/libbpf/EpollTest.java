package io.observoor.libbpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EpollTest {

  @Test
  void reportsEachWakeUpOnce() {
    try (Epoll epoll = Epoll.create()) {
      assertEquals(0, epoll.await(0));
      epoll.wake();
      assertEquals(1, epoll.await(0));
      assertEquals(0, epoll.await(0));
      epoll.wake();
      epoll.wake();
      assertEquals(1, epoll.await(-1));
    }
  }

  @Test
  void wakesAnotherThread() throws Exception {
    try (Epoll epoll = Epoll.create()) {
      CountDownLatch started = new CountDownLatch(1);
      AtomicInteger woken = new AtomicInteger();
      Thread waiter =
          new Thread(
              () -> {
                started.countDown();
                woken.set(epoll.await(-1));
              });
      waiter.start();
      started.await();
      epoll.wake();
      waiter.join();
      assertEquals(1, woken.get());
    }
  }

  @Test
  void errorNamesTheCall() {
    try (Epoll epoll = Epoll.create()) {
      BpfException refusal = assertThrows(BpfException.class, () -> epoll.add(-1));
      assertEquals("EBADF", refusal.errnoName());
      assertTrue(refusal.getMessage().contains("epoll_ctl"), refusal.getMessage());
    }
  }

  @Test
  void wakingAfterCloseDoesNothing() {
    Epoll epoll = Epoll.create();
    epoll.close();
    epoll.close();
    epoll.wake();
  }
}
