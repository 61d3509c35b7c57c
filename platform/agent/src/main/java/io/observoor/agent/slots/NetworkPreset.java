package io.observoor.agent.slots;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A public network's slot arithmetic, built in so that nothing waits for a beacon node. The numbers
 * are the networks' own public configurations (genesis time of the beacon chain, SECONDS_PER_SLOT,
 * SLOTS_PER_EPOCH).
 */
public enum NetworkPreset {
  MAINNET("mainnet", 1_606_824_023L, 12, 32),
  SEPOLIA("sepolia", 1_655_733_600L, 12, 32),
  HOLESKY("holesky", 1_695_902_400L, 12, 32),
  HOODI("hoodi", 1_742_213_400L, 12, 32),
  GNOSIS("gnosis", 1_638_993_340L, 5, 16);

  private final String networkName;
  private final long genesisSeconds;
  private final int secondsPerSlot;
  private final int slotsPerEpoch;

  NetworkPreset(String networkName, long genesisSeconds, int secondsPerSlot, int slotsPerEpoch) {
    this.networkName = networkName;
    this.genesisSeconds = genesisSeconds;
    this.secondsPerSlot = secondsPerSlot;
    this.slotsPerEpoch = slotsPerEpoch;
  }

  /** The preset of that name, if there is one. */
  public static Optional<NetworkPreset> of(String networkName) {
    return Arrays.stream(values())
        .filter(preset -> preset.networkName.equals(networkName))
        .findFirst();
  }

  /** The names of all presets. */
  public static List<String> names() {
    return Arrays.stream(values()).map(NetworkPreset::networkName).toList();
  }

  /** As the network is called in the configuration. */
  public String networkName() {
    return networkName;
  }

  /** Its slots. */
  public SlotClock clock() {
    return new SlotClock(genesisSeconds, secondsPerSlot);
  }

  /** Slots of an epoch. */
  public int slotsPerEpoch() {
    return slotsPerEpoch;
  }
}
