package io.observoor.delivery.spool;

import io.observoor.delivery.TestRows;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Stores batches until it is killed, and prints the number and fingerprint of each when it is
 * stored.
 */
public final class SpoolWriterMain {
  private SpoolWriterMain() {}

  /** Takes the directory. */
  public static void main(String[] arguments) throws SpoolException {
    Random random = new Random();
    try (Spool spool = new Spool(Path.of(arguments[0]), 1 << 30, List.of("sink"), Disk.REAL)) {
      spool.open();
      long acknowledged = spool.acknowledged("sink");
      while (true) {
        var rows = TestRows.random(random, 1, 20);
        long sequence = spool.store(rows);
        System.out.println(sequence + " " + TestRows.fingerprint(rows) + " " + acknowledged + " .");
        acknowledged = Math.max(acknowledged, sequence - random.nextInt(40));
        spool.acknowledge("sink", spool.installation(), acknowledged);
        if (random.nextInt(10) == 0) {
          spool.maintain();
        }
      }
    }
  }
}
