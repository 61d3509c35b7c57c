package io.observoor.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/** Installs the bundles of the distribution: bundles/NN/x.jar gets the start level NN. */
final class DistributionBundles {

  static final int HIGHEST_START_LEVEL = 99;

  private DistributionBundles() {}

  /** Installs all bundles and marks them as started; returns their number. */
  static int install(BundleContext context, Path directory) throws BundleException, IOException {
    int count = 0;
    for (Path level : sorted(directory, "[0-9][0-9]")) {
      int startLevel = Integer.parseInt(level.getFileName().toString());
      for (Path jar : sorted(level, "*.jar")) {
        install(context, jar, startLevel);
        count++;
      }
    }
    return count;
  }

  private static void install(BundleContext context, Path jar, int startLevel)
      throws BundleException {
    // By reference: the framework reads the jar in place instead of copying it.
    Bundle bundle = context.installBundle("reference:" + jar.toUri());
    bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
    boolean fragment =
        (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    if (!fragment) {
      bundle.start(Bundle.START_ACTIVATION_POLICY);
    }
  }

  private static List<Path> sorted(Path directory, String glob) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    var matcher = directory.getFileSystem().getPathMatcher("glob:" + glob);
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> matcher.matches(file.getFileName())).sorted().toList();
    }
  }
}
