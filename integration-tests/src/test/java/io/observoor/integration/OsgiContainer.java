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
 * The distribution's bundles in an OSGi framework within this JVM, run by Pax Exam, with a bundle
 * of the tests' classes beside them. Pax Exam has drivers for JUnit 4 only; this is as much of one
 * as the tests here need.
 */
final class OsgiContainer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 120_000;

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
   * @param properties of the framework, as the launcher would set them from its command line
   */
  static OsgiContainer start(Map<String, String> properties) throws IOException {
    List<Option> options = new ArrayList<>();
    options.add(frameworkStartLevel(99));
    // Not the framework property: Pax Exam exports packages of its own by it.
    options.add(systemPackage(launcherExports()));
    // Its bundles were made for an older version of a library that has not changed for them.
    options.add(systemPackage("org.slf4j;version=1.7.36"));
    // The tests' classes are the same inside and outside: failures cross the border unchanged.
    options.add(
        bootDelegationPackages(
            "org.junit.*", "org.opentest4j.*", "org.apiguardian.*", "io.observoor.testing"));
    options.add(frameworkProperty("org.osgi.framework.bundle.parent").value("app"));
    // As the launcher: loading every probe takes long on a busy machine.
    options.add(frameworkProperty("ds.lock.timeout.milliseconds").value("" + PATIENCE_MILLIS));
    options.add(systemTimeout(PATIENCE_MILLIS));
    properties.forEach((name, value) -> options.add(frameworkProperty(name).value(value)));
    options.addAll(bundles());
    // Forked: of two single options the last one counts, and the test system sets a start level.
    ExamSystem system = PaxExamRuntime.createTestSystem().fork(options.toArray(Option[]::new));
    TestContainer container = PaxExamRuntime.createContainer(system);
    container.start();
    return new OsgiContainer(system, container);
  }

  /** Calls a public method without parameters of a new object, in the bundle of the tests. */
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

  /** Stops all bundles, as the end of the process does; idempotent. */
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
