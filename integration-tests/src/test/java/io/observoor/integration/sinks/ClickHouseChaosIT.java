package io.observoor.integration.sinks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.Mount;
import io.observoor.integration.Requirements;
import io.observoor.testing.Fault;
import io.observoor.testing.FaultProxy;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Faults between an agent and ClickHouse while a workload runs: the tables hold exactly what it
 * made.
 */
final class ClickHouseChaosIT {
  private static final int KILLS = 5;

  /** Length of the outage; {@code -Dobservoor.chaos.down=300} reaches the longest pauses. */
  private static final Duration DOWN = Duration.ofSeconds(Long.getLong("observoor.chaos.down", 5));

  /** Duration of an insert on a slow server; 10 for a thorough run. */
  private static final Duration SLOW = Duration.ofSeconds(Long.getLong("observoor.chaos.slow", 2));

  @TempDir Path directory;

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void serverKilledFiveTimes() throws Exception {
    try (Chaos chaos = Chaos.in(directory)) {
      chaos.running(chaos.server().endpoint());
      chaos.awaitRows();
      for (int kill = 1; kill <= KILLS; kill++) {
        chaos.server().kill();
        chaos.awaitFailure(kill);
        chaos.server().start();
        chaos.awaitRecovery(kill);
      }
      chaos.finish();
    }
  }

  @Test
  void longOutage() throws Exception {
    try (Chaos chaos = Chaos.in(directory)) {
      chaos.running(chaos.server().endpoint());
      chaos.awaitRows();
      chaos.server().stop();
      TimeUnit.NANOSECONDS.sleep(DOWN.toNanos());
      chaos.awaitFailure(1);
      chaos.server().start();
      chaos.finish();
    }
  }

  @Test
  void serverDownWhenTheAgentStarts() throws Exception {
    try (Chaos chaos = Chaos.in(directory)) {
      chaos.server().stop();
      chaos.running(chaos.server().endpoint());
      chaos.awaitFailure(1);
      chaos.server().start();
      chaos.finish();
    }
  }

  @Test
  void slowInserts() throws Exception {
    try (Chaos chaos = Chaos.in(directory);
        FaultProxy proxy = FaultProxy.before(chaos.server().httpPort())) {
      proxy.setDelay(SLOW);
      proxy.always(Fault.LATE_REQUEST);
      chaos.running(proxy.endpoint());
      proxy.awaitMet(Fault.LATE_REQUEST, 12);
      proxy.always(Fault.NONE);
      chaos.finish();
      assertTrue(
          chaos.agent().log().stream().noneMatch(line -> line.contains("sink clickhouse failed")),
          chaos.agent()::tail);
    }
  }

  /** Connections are refused; inserts fail, are cut, or succeed without an answer. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Fault.class,
      names = {"ERROR", "CUT_REQUEST", "CUT_ANSWER"})
  void failingInserts(Fault fault) throws Exception {
    try (Chaos chaos = Chaos.in(directory);
        FaultProxy proxy = FaultProxy.before(chaos.server().httpPort())) {
      chaos.running(proxy.endpoint());
      chaos.awaitRows();
      // single faults, then several at the same time
      proxy.next(fault, Fault.NONE, fault, Fault.NONE, Fault.NONE, fault, fault, fault);
      proxy.awaitMet(fault, 5);
      proxy.setRefusing(true);
      proxy.setRefusing(false);
      chaos.finish();
    }
  }

  @Test
  void answersAfterTheTimeout() throws Exception {
    try (Chaos chaos = Chaos.in(directory);
        FaultProxy proxy = FaultProxy.before(chaos.server().httpPort())) {
      proxy.setDelay(Duration.ofSeconds(3));
      chaos.running(proxy.endpoint(), "  timeout: 1s");
      chaos.awaitRows();
      proxy.next(Fault.LATE_ANSWER, Fault.NONE, Fault.LATE_ANSWER);
      proxy.awaitMet(Fault.LATE_ANSWER, 2);
      chaos.awaitFailure(1);
      chaos.finish();
    }
  }

  @Test
  void wrongThenRightPassword() throws Exception {
    String user = "  username: observoor";
    String wrong = "a wrong one";
    try (Chaos chaos = Chaos.in(directory)) {
      chaos.running(chaos.server().endpoint(), user, "  password: " + wrong);
      chaos.awaitFailure(1);
      String log = String.join("\n", chaos.agent().log());
      chaos.restartWith(
          chaos.server().endpoint(), user, "  password: " + ClickHouseServer.PASSWORD);
      chaos.finish();
      log += String.join("\n", chaos.agent().log());
      assertFalse(
          log.contains(wrong) || log.contains(ClickHouseServer.PASSWORD),
          "the log shows a password");
    }
  }

  /** A killed agent loses no stored batch and doubles no inserted row. */
  @Test
  void agentKilledDuringAnInsert() throws Exception {
    try (Chaos chaos = Chaos.in(directory);
        FaultProxy proxy = FaultProxy.before(chaos.server().httpPort())) {
      proxy.setDelay(Duration.ofMinutes(1));
      chaos.running(proxy.endpoint());
      for (Fault fault : new Fault[] {Fault.LATE_ANSWER, Fault.LATE_REQUEST}) {
        chaos.awaitRows();
        proxy.always(fault);
        proxy.awaitMet(fault, 1);
        chaos.pause();
        chaos.agent().kill();
        proxy.always(Fault.NONE);
        chaos.startAgent();
        chaos.begin();
      }
      chaos.finish();
    }
  }

  @Test
  void spoolOnAFullDisk() throws Exception {
    try (Mount mount = Mount.tmpfs(directory.resolve("full"), "size=64m");
        Chaos chaos = Chaos.in(directory).withData(mount.path().resolve("data"))) {
      chaos.running(chaos.server().endpoint());
      chaos.awaitRows();
      // stop deliveries, which make room in the spool's file
      chaos.server().stop();
      chaos.awaitFailure(1);
      Path ballast = mount.path().resolve("ballast");
      fill(ballast);
      chaos
          .agent()
          .await(
              "the report of the full disk",
              line ->
                  line.matches(".*(WARN|ERROR).*")
                      && line.toLowerCase(Locale.ROOT).contains("space"));
      Files.delete(ballast);
      chaos.server().start();
      chaos.finish();
    }
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[4_096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      // the disk is full
    }
  }
}
