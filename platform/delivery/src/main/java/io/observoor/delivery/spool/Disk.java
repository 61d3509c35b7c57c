package io.observoor.delivery.spool;

import java.io.IOException;

/** A hook before every write and sync of the spool's file, with which tests fail the disk. */
@FunctionalInterface
public interface Disk {

  /** Fails nothing by itself. */
  Disk REAL = bytes -> {};

  /**
   * Called before a write or a sync.
   *
   * @param bytes number of bytes to be written; 0 for a sync
   * @throws IOException to fail the write or sync
   */
  void beforeWrite(int bytes) throws IOException;
}
