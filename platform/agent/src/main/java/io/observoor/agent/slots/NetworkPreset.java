package io.observoor.agent.slots;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A public network's slots, built in so that no beacon node needs to be asked. The numbers are from
 * the networks' public configurations (genesis time of the beacon chain, SECONDS_PER_SLOT).
 */
public enum NetworkPreset {
  MAINNET(1_606_824_023L, 12),
  SEPOLIA(1_655_733_600L, 12),
  HOLESKY(1_695_902_400L, 12),
  HOODI(1_742_213_400L, 12),
  GNOSIS(1_638_993_340L, 5);

  private final long genesisSeconds;
  private final int secondsPerSlot;

  NetworkPreset(long genesisSeconds, int secondsPerSlot) {
    this.genesisSeconds = genesisSeconds;
    this.secondsPerSlot = secondsPerSlot;
  }

  /** Finds the preset of a network. */
  public static Optional<NetworkPreset> of(String network) {
    return Arrays.stream(values()).filter(preset -> preset.network().equals(network)).findFirst();
  }

  /** The names of all networks that have a preset. */
  public static List<String> names() {
    return Arrays.stream(values()).map(NetworkPreset::network).toList();
  }

  private String network() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The network's slots. */
  public SlotClock clock() {
    return new SlotClock(genesisSeconds, secondsPerSlot);
  }
}
