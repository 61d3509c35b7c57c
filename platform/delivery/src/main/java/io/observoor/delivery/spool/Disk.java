package io.observoor.delivery.spool;

import java.io.IOException;

/**
 * Sees every write and sync of the spool before it happens; a test fails them to show what a
 * failing disk does.
 */
@FunctionalInterface
public interface Disk {

  /** The disk as it is. */
  Disk REAL = bytes -> {};

  /**
   * Called before a write, or a sync.
   *
   * @param bytes how many bytes are to be written; 0 for a sync
   * @throws IOException instead of the write
   */
  void beforeWrite(int bytes) throws IOException;
}
