package io.observoor.delivery.spool;

import java.io.IOException;

/** A disk that refuses writes when it is told to. */
public final class FailingDisk implements Disk {
  private long budget = Long.MAX_VALUE;
  private long refusals;

  /** Lets this many writes and syncs through, and refuses all that follow. */
  public synchronized void refuseAfter(long writes) {
    budget = writes;
  }

  /** Refuses nothing any more. */
  public void repair() {
    refuseAfter(Long.MAX_VALUE);
  }

  /** How often it refused. */
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
