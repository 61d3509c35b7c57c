package io.observoor.pipeline.engine;

/** The configuration of PID {@code io.observoor.pipeline}; the agent sets it from its own file. */
public @interface PipelineConfiguration {

  /** The length of a window in ms, 1 to 65,535. */
  int intervalMillis() default 1000;

  /** Whether windows are cut at slot boundaries, so that no row spans two slots. */
  boolean slotAligned() default true;

  /** The start of slot 0 in seconds since 1970. */
  long genesisTimeSeconds();

  /** The length of a slot in seconds. */
  int secondsPerSlot() default 12;

  /** The ms after its end in which a window still accepts late events. */
  int graceMillis() default 200;

  /** The value of the column meta_client_name. */
  String metaClientName();

  /** The value of the column meta_network_name. */
  String metaNetworkName();

  /** The number of slabs of 32 KiB in the shared ring, a power of two. */
  int ringSlabs() default 64;

  /** Options of dimensions that rows omit, such as disk.include_device. */
  String[] disabledDimensions() default {};
}
