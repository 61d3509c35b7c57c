package io.observoor.shell;

/** The configuration with the PID {@value #PID}. */
public @interface ShellConfiguration {
  /** The persistent identity. */
  String PID = "io.observoor.shell";

  /** Whether to open the socket. */
  boolean enabled() default true;

  /** The path of the socket. */
  String socket() default "";

  /** The source of the agent's configuration, as {@code status} shows it. */
  String source() default "";

  /** The start of slot 0, in seconds since 1970. */
  long genesisTimeSeconds() default 0;

  /** The length of a slot. */
  int secondsPerSlot() default 12;
}
