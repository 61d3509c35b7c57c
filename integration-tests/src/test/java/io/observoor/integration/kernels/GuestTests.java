package io.observoor.integration.kernels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/**
 * Runs test classes in a guest of {@code scripts/kernels}, without Maven. Prints each test's
 * outcome at once, because a guest is slow.
 *
 * <p>{@code GuestTests RESULTS HOOKS CLASS...}: HOOKS is {@code all} or a disabled kind of hook.
 * Writes JUnit's XML reports to {@code RESULTS/HOOKS/TEST-CLASS.xml}. Exits with 1 when a test
 * fails.
 */
final class GuestTests {
  private static final String ALL_HOOKS = "all";
  private static final String DISABLED_HOOKS = "observoor.hooks.disabled";

  private final Launcher launcher = LauncherFactory.create();
  private final Path results;
  private boolean failed;

  private GuestTests(Path results) {
    this.results = results;
  }

  public static void main(String[] arguments) throws IOException {
    String hooks = arguments[1];
    System.setProperty(DISABLED_HOOKS, hooks.equals(ALL_HOOKS) ? "" : hooks);
    GuestTests tests =
        new GuestTests(Files.createDirectories(Path.of(arguments[0]).resolve(hooks)));
    for (String name : Arrays.asList(arguments).subList(2, arguments.length)) {
      tests.run(name);
    }
    System.exit(tests.failed ? 1 : 0);
  }

  private void run(String className) throws IOException {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(className))
            .filters(includeEngines("junit-jupiter"))
            .build();
    launcher.execute(
        request,
        new LegacyXmlReportGeneratingListener(results, new PrintWriter(System.out, true, UTF_8)),
        new Progress());
    Files.move(
        results.resolve("TEST-junit-jupiter.xml"),
        results.resolve("TEST-" + className + ".xml"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Prints a line for each test, with the reason unless it passed. */
  private final class Progress implements TestExecutionListener {
    private long started;

    @Override
    public void executionStarted(TestIdentifier test) {
      if (test.isTest()) {
        started = System.nanoTime();
      }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      print("skipped", test, ": " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      String reason = result.getThrowable().map(cause -> ": " + cause.getMessage()).orElse("");
      switch (result.getStatus()) {
        case SUCCESSFUL -> {
          if (test.isTest()) {
            print("passed", test, " (" + (System.nanoTime() - started) / 1_000_000_000 + " s)");
          }
        }
        case ABORTED -> print("skipped", test, reason);
        case FAILED -> {
          failed = true;
          print("failed", test, reason);
        }
      }
    }

    private static void print(String outcome, TestIdentifier test, String more) {
      System.out.println("  " + outcome + " " + test.getLegacyReportingName() + more);
    }
  }
}
