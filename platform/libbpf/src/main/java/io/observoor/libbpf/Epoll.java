package io.observoor.libbpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import me.bechberger.ebpf.bpf.raw.Lib;

/**
 * Waits for the first of several file descriptors to become readable, edge-triggered: each wake-up
 * of a descriptor is told once. {@link #await} belongs to one thread, {@link #wake()} to any.
 */
public final class Epoll implements AutoCloseable {
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLLIN = 1;
  private static final int EPOLLET = 1 << 31;
  private static final int EFD_CLOEXEC = 0x80000;
  private static final int EFD_NONBLOCK = 0x800;
  private static final int MAXIMUM_EVENTS = 16;

  /** {@code struct epoll_event} is packed on x86-64 only. */
  private static final int EVENT_SIZE = "amd64".equals(System.getProperty("os.arch")) ? 12 : 16;

  private static final MethodHandle CREATE =
      Native.libc("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle CONTROL =
      Native.libc(
          "epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle WAIT =
      Native.libc(
          "epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle EVENTFD =
      Native.libc("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle WRITE =
      Native.libc("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = Native.callState(arena);
  private final MemorySegment events = arena.allocate((long) MAXIMUM_EVENTS * EVENT_SIZE, 8);
  private final MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
  private final int fd;
  private final int wakeFd;
  private boolean closed;

  private Epoll(int fd, int wakeFd) {
    this.fd = fd;
    this.wakeFd = wakeFd;
  }

  /**
   * Makes one that waits for nothing but {@link #wake()} yet.
   *
   * @throws BpfException when the kernel refuses (too many open files)
   */
  public static Epoll create() {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment state = Native.callState(local);
      int fd = checked((int) CREATE.invokeExact(state, EPOLL_CLOEXEC), "epoll_create1", state);
      int wakeFd;
      try {
        wakeFd =
            checked(
                (int) EVENTFD.invokeExact(state, 0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd", state);
      } catch (BpfException refused) {
        int _ = Lib.close(fd);
        throw refused;
      }
      Epoll epoll = new Epoll(fd, wakeFd);
      epoll.add(wakeFd);
      return epoll;
    } catch (BpfException refused) {
      throw refused;
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /** Waits for this descriptor, too; it may be closed before this is. */
  public void add(int descriptor) {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment callState = Native.callState(local);
      MemorySegment event = local.allocate(EVENT_SIZE, 8);
      event.set(JAVA_INT, 0, EPOLLIN | EPOLLET);
      int result = (int) CONTROL.invokeExact(callState, fd, EPOLL_CTL_ADD, descriptor, event);
      int _ = checked(result, "epoll_ctl", callState);
    } catch (BpfException refused) {
      throw refused;
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /**
   * Waits; allocates nothing.
   *
   * @param timeoutMillis at most so long; 0 looks only, -1 waits for ever
   * @return how many descriptors woke it (at most 16); 0 when the time was over or a signal came
   */
  public int await(int timeoutMillis) {
    try {
      int count = (int) WAIT.invokeExact(state, fd, events, MAXIMUM_EVENTS, timeoutMillis);
      if (count >= 0) {
        return count;
      }
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
    int errno = Native.errno(state);
    if (errno == Errno.EINTR) {
      return 0;
    }
    throw new BpfException("cannot wait for the ring buffers (epoll_wait)", errno);
  }

  /** Ends a wait that is going on, or the next one. Does nothing once closed. */
  public synchronized void wake() {
    if (closed) {
      return;
    }
    try (Arena local = Arena.ofConfined()) {
      // a counter that is full already has told what there is to tell
      long _ = (long) WRITE.invokeExact(Native.callState(local), wakeFd, one, (long) Long.BYTES);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /** Frees it; nobody may wait in it. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    int _ = Lib.close(wakeFd);
    int _ = Lib.close(fd);
    arena.close();
  }

  private static int checked(int result, String call, MemorySegment state) {
    if (result < 0) {
      throw new BpfException(
          "cannot prepare to wait for the ring buffers (" + call + ")", Native.errno(state));
    }
    return result;
  }
}
