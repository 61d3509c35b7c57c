package io.observoor.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "version",
    description = "Says which version this is, and on what it runs.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n")
final class Version implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(names = "--help", usageHelp = true, description = "Says this.")
  boolean help;

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
