package io.observoor.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

class AgentTest {

  @TempDir Path home;

  @BeforeEach
  void setHome() {
    System.setProperty(Home.PROPERTY, home.toString());
  }

  @AfterEach
  void clearHome() {
    System.clearProperty(Home.PROPERTY);
  }

  @Test
  void aBundleReadsPropertiesAndSetsTheExitStatus() throws IOException {
    bundle(home.resolve("bundles/70/agent.jar"));

    assertEquals(42, new Agent(Map.of("observoor.test.status", "42")).run());
  }

  @Test
  void withoutBundlesTheRunFails() {
    assertEquals(1, new Agent(Map.of()).run());
  }

  /** Packs the activator below into a bundle. */
  private static void bundle(Path jar) throws IOException {
    String type = ExitActivator.class.getName();
    String resource = type.replace('.', '/') + ".class";
    var manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", "test.agent");
    headers.putValue("Bundle-Activator", type);
    headers.putValue("Import-Package", "org.osgi.framework");
    Files.createDirectories(jar.getParent());
    try (OutputStream file = Files.newOutputStream(jar);
        var out = new JarOutputStream(file, manifest);
        var in = AgentTest.class.getClassLoader().getResourceAsStream(resource)) {
      out.putNextEntry(new JarEntry(resource));
      in.transferTo(out);
    }
  }

  /** An agent that exits at once. */
  public static final class ExitActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) throws Exception {
      ServiceReference<IntConsumer> exit =
          context
              .getServiceReferences(IntConsumer.class, "(observoor.exit=true)")
              .iterator()
              .next();
      context
          .getService(exit)
          .accept(Integer.parseInt(context.getProperty("observoor.test.status")));
    }

    @Override
    public void stop(BundleContext context) {}
  }
}
