package io.observoor.launcher;

/** Where the process starts: the command line says what to do, the bundles do it. */
public final class Main {

  private Main() {}

  /** Runs one command and leaves with its exit status: 0, 1 (it failed) or 2 (called wrongly). */
  public static void main(String[] arguments) {
    System.exit(CommandLines.execute(arguments, properties -> new Agent(properties).run()));
  }
}
