package io.observoor.launcher;

/** The entry point of the process. */
public final class Main {

  private Main() {}

  /** Runs one command and exits with its status: 0, 1 (failure) or 2 (wrong usage). */
  public static void main(String[] arguments) {
    System.exit(CommandLines.execute(arguments, properties -> new Agent(properties).run()));
  }
}
