package io.observoor.launcher;

import picocli.CommandLine.Command;

@Command(
    name = "version",
    description = "Print the version of observoor, of Java and of the operating system.",
    footer = "  observoor version")
final class Version extends BaseCommand {

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .printf(
            "observoor %s (Java %s, %s %s %s)%n",
            LauncherProperties.version(),
            System.getProperty("java.version"),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"));
    return 0;
  }
}
