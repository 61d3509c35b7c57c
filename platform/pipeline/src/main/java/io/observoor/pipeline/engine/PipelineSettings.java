package io.observoor.pipeline.engine;

import io.observoor.pipeline.window.WindowGrid;
import java.util.Set;

/**
 * A pipeline's validated settings.
 *
 * @param grid the boundaries of windows
 * @param graceMillis the time after its end in which a window still accepts late events
 * @param metaClientName the configured name of this client
 * @param metaNetworkName the configured name of the network
 * @param ringSlabs the number of slabs in the shared ring, a power of two
 * @param disabledDimensions options of disabled dimensions, whose code is always 0
 */
public record PipelineSettings(
    WindowGrid grid,
    int graceMillis,
    String metaClientName,
    String metaNetworkName,
    int ringSlabs,
    Set<String> disabledDimensions) {

  /** Copies the set and checks the numbers. */
  public PipelineSettings {
    disabledDimensions = Set.copyOf(disabledDimensions);
    if (Integer.bitCount(ringSlabs) != 1) {
      throw new IllegalArgumentException("ringSlabs is " + ringSlabs + ", not a power of two");
    }
    if (graceMillis < 0) {
      throw new IllegalArgumentException("graceMillis is " + graceMillis + ", not at least 0");
    }
  }

  static PipelineSettings of(PipelineConfiguration configuration) {
    return new PipelineSettings(
        new WindowGrid(
            configuration.intervalMillis(),
            configuration.slotAligned(),
            configuration.genesisTimeSeconds(),
            configuration.secondsPerSlot()),
        configuration.graceMillis(),
        configuration.metaClientName(),
        configuration.metaNetworkName(),
        configuration.ringSlabs(),
        Set.of(configuration.disabledDimensions()));
  }
}
