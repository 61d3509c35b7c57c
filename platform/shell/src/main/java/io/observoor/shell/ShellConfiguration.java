package io.observoor.shell;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured, under the PID {@value #PID}. */
@ObjectClassDefinition(
    name = "observoor shell",
    description = "Commands for whoever runs the agent.")
public @interface ShellConfiguration {
  /** The name of the configuration. */
  String PID = "io.observoor.shell";

  /** Whether others can attach. */
  @AttributeDefinition(name = "Enabled", description = "Whether there is a socket to attach to.")
  boolean enabled() default true;

  /** Where. */
  @AttributeDefinition(name = "Socket", description = "The path of the socket.")
  String socket() default "";

  /** Where the agent's configuration comes from. */
  @AttributeDefinition(name = "Source", description = "The configuration file, for people.")
  String source() default "";

  /** The start of slot 0. */
  @AttributeDefinition(name = "Genesis", description = "Start of slot 0, seconds since 1970.")
  long genesisTimeSeconds() default 0;

  /** The length of a slot. */
  @AttributeDefinition(name = "Seconds per slot", description = "Length of a slot.")
  int secondsPerSlot() default 12;
}
