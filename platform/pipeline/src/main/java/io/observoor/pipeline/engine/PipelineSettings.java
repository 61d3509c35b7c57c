package io.observoor.pipeline.engine;

import io.observoor.pipeline.window.WindowGrid;
import java.util.Set;

/**
 * What a pipeline is made with.
 *
 * @param grid where windows begin and end
 * @param graceMillis how long after its end a window waits for events that are still on their way
 * @param metaClientName the configured name of this client
 * @param metaNetworkName the configured name of the network
 * @param ringSlabs slabs of the shared ring, a power of two
 * @param disabledDimensions options of dimensions that are switched off: their code is always 0
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
      throw new IllegalArgumentException(
          "ringSlabs is " + ringSlabs + "; it must be a power of two");
    }
    if (graceMillis < 0) {
      throw new IllegalArgumentException("graceMillis is " + graceMillis + "; the least is 0");
    }
  }
}
