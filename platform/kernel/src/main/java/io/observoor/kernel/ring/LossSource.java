package io.observoor.kernel.ring;

/** Something that counts losses in the kernel. */
@FunctionalInterface
public interface LossSource {

  /** Tells of what was lost since the last call. Reader thread. */
  void collect(LossSink sink);
}
