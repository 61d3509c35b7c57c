package io.observoor.delivery.spool;

import java.io.IOException;

/** A disk that refuses writes on request. */
public final class FailingDisk implements Disk {
  private long budget = Long.MAX_VALUE;
  private long refusals;

  /** Permits this many writes and syncs, and refuses all that follow. */
  public synchronized void refuseAfter(long writes) {
    budget = writes;
  }

  /** Permits all writes again. */
  public void repair() {
    refuseAfter(Long.MAX_VALUE);
  }

  /** Number of refusals. */
  public synchronized long refusals() {
    return refusals;
  }

  @Override
  public synchronized void beforeWrite(int bytes) throws IOException {
    if (budget <= 0) {
      refusals++;
      throw new IOException("No space left on device");
    }
    budget--;
  }
}
