package io.observoor.pipeline.engine;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code io.observoor.pipeline}, made by the agent from its own file. */
@ObjectClassDefinition(
    name = "observoor pipeline",
    description = "The shared ring of events and the windows that they are aggregated in")
public @interface PipelineConfiguration {

  /** See the description. */
  @AttributeDefinition(
      name = "Interval",
      description = "Length of a window in ms, 1 to 65,535",
      min = "1",
      max = "65535")
  int intervalMillis() default 1000;

  /** See the description. */
  @AttributeDefinition(
      name = "Slot alignment",
      description = "Cut windows at slot boundaries, so that no row spans two slots")
  boolean slotAligned() default true;

  /** See the description. */
  @AttributeDefinition(name = "Genesis", description = "Start of slot 0, seconds since 1970")
  long genesisTimeSeconds();

  /** See the description. */
  @AttributeDefinition(name = "Slot length", description = "Seconds of a slot", min = "1")
  int secondsPerSlot() default 12;

  /** See the description. */
  @AttributeDefinition(
      name = "Grace",
      description = "How long after its end a window waits for events on their way, ms",
      min = "0")
  int graceMillis() default 200;

  /** See the description. */
  @AttributeDefinition(
      name = "Client name",
      description = "Value of the column meta_client_name in all rows")
  String metaClientName();

  /** See the description. */
  @AttributeDefinition(
      name = "Network name",
      description = "Value of the column meta_network_name in all rows")
  String metaNetworkName();

  /** See the description. */
  @AttributeDefinition(
      name = "Ring size",
      description = "Slabs of 32 KiB between the reader and the aggregation, a power of two")
  int ringSlabs() default 64;

  /** See the description. */
  @AttributeDefinition(
      name = "Disabled dimensions",
      description = "Options of dimensions that rows go without, such as disk.include_device",
      required = false)
  String[] disabledDimensions() default {};
}
