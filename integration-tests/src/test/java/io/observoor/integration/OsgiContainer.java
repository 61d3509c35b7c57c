package io.observoor.integration;

import static org.ops4j.pax.exam.CoreOptions.bootDelegationPackages;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.systemPackage;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.ops4j.pax.exam.ExamSystem;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.TestContainerException;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.spi.PaxExamRuntime;

/**
 * The distribution's bundles and a bundle of the tests' classes in an OSGi framework within this
 * JVM, run by Pax Exam. Pax Exam has a driver for JUnit 4 only; this class replaces it.
 */
final class OsgiContainer implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 120_000;

  private final ExamSystem system;
  private final TestContainer container;
  private boolean stopped;

  private OsgiContainer(ExamSystem system, TestContainer container) {
    this.system = system;
    this.container = container;
  }

  /**
   * Starts all bundles.
   *
   * @param properties framework properties, as the launcher sets them from its command line
   */
  static OsgiContainer start(Map<String, String> properties) throws IOException {
    List<Option> options = new ArrayList<>();
    options.add(frameworkStartLevel(99));
    // not the framework property, which Pax Exam sets itself
    options.add(systemPackage(launcherExports()));
    // Pax Exam's bundles require an older version; 2.0 is compatible for them
    options.add(systemPackage("org.slf4j;version=1.7.36"));
    // one class for each failure inside and outside of the framework
    options.add(
        bootDelegationPackages(
            "org.junit.*", "org.opentest4j.*", "org.apiguardian.*", "io.observoor.testing"));
    options.add(frameworkProperty("org.osgi.framework.bundle.parent").value("app"));
    // as in the launcher: loading every probe takes long on a busy machine
    options.add(frameworkProperty("ds.lock.timeout.milliseconds").value("" + TIMEOUT_MILLIS));
    options.add(systemTimeout(TIMEOUT_MILLIS));
    properties.forEach((name, value) -> options.add(frameworkProperty(name).value(value)));
    options.addAll(bundles());
    // fork: the last of two single options counts, and the test system sets a start level
    ExamSystem system = PaxExamRuntime.createTestSystem().fork(options.toArray(Option[]::new));
    TestContainer container = PaxExamRuntime.createContainer(system);
    container.start();
    return new OsgiContainer(system, container);
  }

  /** Calls a public method without parameters on a new object, in the tests' bundle. */
  void call(Class<?> type, String method) throws Throwable {
    TestProbeBuilder probe = system.createProbe();
    TestAddress address = probe.addTest(type, method);
    try (InputStream in = probe.build().getStream()) {
      container.installProbe(in);
    }
    try {
      container.call(address);
    } catch (TestContainerException e) {
      throw cause(e);
    } finally {
      container.uninstallProbe();
    }
  }

  /** Stops all bundles, as the agent's process does when it ends; idempotent. */
  @Override
  public void close() {
    if (!stopped) {
      stopped = true;
      container.stop();
      system.clear();
    }
  }

  private static Throwable cause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null
        && (cause instanceof TestContainerException
            || cause instanceof InvocationTargetException)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static List<Option> bundles() throws IOException {
    List<Option> options = new ArrayList<>();
    try (Stream<Path> jars = Files.walk(RunningAgent.HOME.resolve("bundles"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        int level = Integer.parseInt(jar.getParent().getFileName().toString());
        options.add(bundle(jar.toUri().toString()).startLevel(level));
      }
    }
    return options;
  }

  private static String launcherExports() throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        OsgiContainer.class.getResourceAsStream("/io/observoor/launcher/launcher.properties")) {
      properties.load(in);
    }
    return properties.getProperty("exports");
  }
}
