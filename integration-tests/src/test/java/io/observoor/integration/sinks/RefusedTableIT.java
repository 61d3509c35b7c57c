package io.observoor.integration.sinks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.Commands;
import io.observoor.integration.Requirements;
import io.observoor.integration.RunningAgent;
import io.observoor.testing.Fault;
import io.observoor.testing.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server refuses the inserts of one table, with a code that does not tell whether the table or
 * the server is at fault, and accepts all others.
 */
final class RefusedTableIT {
  /** ClickHouse's code of an internal error. */
  private static final int LOGICAL_ERROR = 49;

  private static final String TABLE = "syscall_write";

  private static final String OTHER = "syscall_read";
  private static final String REASON = "code 49. DB::Exception: " + TABLE + " is refused";

  /** After this many refusals in a row, the sink blames the table. */
  private static final int REFUSALS = 5;

  @TempDir Path directory;

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  /** The sink waits for a fault that may pass. */
  @Test
  void passingRefusal() throws Exception {
    try (Chaos chaos = Chaos.in(directory);
        FaultProxy proxy = FaultProxy.before(chaos.server().httpPort())) {
      proxy.refuse(TABLE, LOGICAL_ERROR, REFUSALS - 1);
      chaos.running(proxy.endpoint());
      proxy.awaitMet(Fault.REFUSED, REFUSALS - 1);
      chaos.awaitFailure(1);
      chaos.awaitRecovery(1);
      chaos.finish();
      assertEquals(REFUSALS - 1, proxy.met(Fault.REFUSED));
      assertEquals(List.of(), quarantined(chaos));
    }
  }

  /** A lasting refusal puts the table's rows into quarantine and delays no other table. */
  @Test
  void lastingRefusal() throws Exception {
    try (Chaos chaos = Chaos.in(directory);
        FaultProxy proxy = FaultProxy.before(chaos.server().httpPort())) {
      chaos.running(proxy.endpoint());
      chaos.awaitMore(TABLE, 0);
      proxy.refuse(TABLE, LOGICAL_ERROR, Integer.MAX_VALUE);
      proxy.awaitMet(Fault.REFUSED, REFUSALS);
      chaos.awaitLine(1, "rows of " + TABLE + " are in quarantine");
      long calls = chaos.stored(List.of(TABLE)).get(TABLE);
      chaos.awaitMore(OTHER, chaos.stored(List.of(OTHER)).get(OTHER));
      assertEquals(1, failures(chaos), "a known refusal is no failure of the sink");
      assertEquals(calls, chaos.stored(List.of(TABLE)).get(TABLE));

      Commands.Result again = shell(chaos, "quarantine-send");
      assertEquals(1, again.status(), again.output());
      assertTrue(again.output().contains(REASON), again.output());
      assertTrue(again.output().contains("refused again and stay"), again.output());

      proxy.refuse(TABLE, LOGICAL_ERROR, 0);
      // later rows are inserted; earlier ones stay in quarantine
      chaos.awaitMore(TABLE, calls);
      List<String> files = quarantined(chaos);
      assertFalse(files.isEmpty());
      Commands.Result list = shell(chaos, "quarantine-list");
      assertEquals(0, list.status(), list.output());
      assertTrue(list.output().contains(REASON), list.output());
      assertEquals(
          files.size(),
          files.stream().filter(file -> list.output().contains(TABLE + "/" + file)).count(),
          list.output());
      Commands.Result none = shell(chaos, "quarantine-send none");
      assertEquals(1, none.status(), none.output());
      assertEquals(
          "no file none in the quarantine (quarantine-list lists the files)",
          none.output().strip());
      Commands.Result one = shell(chaos, "quarantine-send " + TABLE + "/" + files.getFirst());
      assertEquals(0, one.status(), one.output());
      assertEquals(files.subList(1, files.size()), quarantined(chaos));
      Commands.Result all = shell(chaos, "quarantine-send");
      assertEquals(0, all.status(), all.output());
      assertEquals(List.of(), quarantined(chaos));
      chaos.finish();
      assertEquals(1, failures(chaos));
    }
  }

  private static long failures(Chaos chaos) {
    return chaos.agent().log().stream()
        .filter(line -> line.contains("sink clickhouse failed:"))
        .count();
  }

  private static Commands.Result shell(Chaos chaos, String command) {
    return Commands.result(
        List.of(
            RunningAgent.HOME.resolve("bin/observoor").toString(),
            "shell",
            "--data",
            chaos.data().toString(),
            command));
  }

  /** Returns the sorted names of the quarantine's files. */
  private static List<String> quarantined(Chaos chaos) throws IOException {
    Path quarantine = chaos.data().resolve("quarantine/clickhouse");
    if (!Files.exists(quarantine)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(quarantine)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }
}
