package io.observoor.delivery.spool;

import io.observoor.delivery.TestRows;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Stores batches until it is killed; prints the sequence and fingerprint of each stored batch. */
public final class SpoolWriterMain {
  private SpoolWriterMain() {}

  /** Stores in the directory that is the only argument. */
  public static void main(String[] arguments) throws SpoolException {
    Random random = new Random();
    try (Spool spool = new Spool(Path.of(arguments[0]), 1 << 30, List.of("sink"), Disk.REAL)) {
      spool.open();
      long acknowledged = spool.cursor("sink").acknowledged();
      while (true) {
        var rows = TestRows.random(random, 1, 20);
        long sequence = spool.store(rows);
        System.out.println(sequence + " " + TestRows.fingerprint(rows) + " " + acknowledged + " .");
        acknowledged = Math.max(acknowledged, sequence - random.nextInt(40));
        spool.cursor("sink").acknowledge(spool.installation(), acknowledged);
        if (random.nextInt(10) == 0) {
          spool.maintain();
        }
      }
    }
  }
}
