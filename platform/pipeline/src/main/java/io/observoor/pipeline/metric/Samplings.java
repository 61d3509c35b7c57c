package io.observoor.pipeline.metric;

import io.observoor.api.batch.Sampling;
import java.util.Arrays;

/** The different samplings that events came with, by index. Written under the registry's lock. */
public final class Samplings {
  private volatile Sampling[] byIndex = {Sampling.NONE};

  /** The index of a sampling, a new one where it was not seen before. */
  public synchronized int indexOf(Sampling sampling) {
    Sampling[] known = byIndex;
    int index = Arrays.asList(known).indexOf(sampling);
    if (index >= 0) {
      return index;
    }
    Sampling[] more = Arrays.copyOf(known, known.length + 1);
    more[known.length] = sampling;
    byIndex = more;
    return known.length;
  }

  Sampling at(int index) {
    return byIndex[index];
  }
}
