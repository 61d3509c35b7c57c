package io.observoor.agent.slots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlotClockTest {
  private final SlotClock mainnet = NetworkPreset.of("mainnet").orElseThrow().clock();

  @Test
  void countsFromGenesis() {
    long genesis = 1_606_824_023_000L;
    assertEquals(0, mainnet.slotAt(genesis));
    assertEquals(0, mainnet.slotAt(genesis + 11_999));
    assertEquals(1, mainnet.slotAt(genesis + 12_000));
    assertEquals(-1, mainnet.slotAt(genesis - 1));
    assertEquals(genesis + 12_000 * 7, mainnet.startMillis(7));
  }

  /** The merge: block 15537394 of the execution layer came with slot 4700013, at 06:42:59 UTC. */
  @Test
  void agreesWithAWellKnownSlot() {
    long time = Instant.parse("2022-09-15T06:42:59Z").toEpochMilli();
    assertEquals(4_700_013, mainnet.slotAt(time));
    assertEquals(time, mainnet.startMillis(4_700_013));
  }

  @Test
  void knowsTheTimeToTheNextSlot() {
    assertEquals(12_000, mainnet.millisToNext(mainnet.startMillis(5)));
    assertEquals(1, mainnet.millisToNext(mainnet.startMillis(5) - 1));
  }

  @Test
  void gnosisHasItsOwnLengths() {
    NetworkPreset gnosis = NetworkPreset.of("gnosis").orElseThrow();
    assertEquals(new SlotClock(1_638_993_340, 5), gnosis.clock());
    assertEquals(Optional.empty(), NetworkPreset.of("devnet"));
  }

  @Test
  void refusesASlotWithoutLength() {
    assertThrows(IllegalArgumentException.class, () -> new SlotClock(1, 0));
  }
}
