package io.observoor.delivery.component;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured, under the PID {@code io.observoor.delivery}. */
@ObjectClassDefinition(
    name = "observoor delivery",
    description = "The spool on disk that keeps batches until every sink has them.")
public @interface DeliveryConfiguration {

  /** Where the spool is. */
  @AttributeDefinition(name = "Directory", description = "Where the spool's file is.")
  String directory();

  /** The bound. */
  @AttributeDefinition(
      name = "Maximum bytes",
      description =
          "How many bytes of batches are kept at most; beyond that the oldest are given up.")
  long maximumBytes() default 1L << 30;

  /** The sinks that are expected. */
  @AttributeDefinition(
      name = "Sinks",
      description =
          "Names of the sinks for which batches are kept before their bundles have started.")
  String[] sinks() default {};
}
