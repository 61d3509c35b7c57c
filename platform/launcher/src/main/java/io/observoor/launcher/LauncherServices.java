package io.observoor.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.LogService;
import org.osgi.service.log.LoggerFactory;

/**
 * The launcher's services for bundles. They have types of the JDK, so that no bundle depends on the
 * launcher:
 *
 * <ul>
 *   <li>{@code IntConsumer} with {@code observoor.exit=true}: ends the run with an exit status. The
 *       bundle that runs the agent holds this service; if none does soon after the start, the
 *       launcher ends the run
 *   <li>{@code Consumer<String>} with {@code observoor.log.level=true}: sets the log level (trace,
 *       debug, info, warn, error)
 *   <li>the OSGi log service, for the messages of the framework's own bundles
 * </ul>
 */
final class LauncherServices {

  private LauncherServices() {}

  /** Registers the services; returns the reference of the one that ends the run. */
  static ServiceReference<IntConsumer> register(BundleContext context, ProcessExit exit) {
    IntConsumer end = exit::request;
    ServiceRegistration<IntConsumer> registration =
        context.registerService(
            IntConsumer.class, end, FrameworkUtil.asDictionary(Map.of("observoor.exit", true)));
    Consumer<String> level = LauncherServices::setLogLevel;
    context.registerService(
        Consumer.class, level, FrameworkUtil.asDictionary(Map.of("observoor.log.level", true)));
    context.registerService(
        new String[] {LogService.class.getName(), LoggerFactory.class.getName()},
        LogBridge.logService(),
        null);
    return registration.getReference();
  }

  private static void setLogLevel(String name) {
    var root = (Logger) org.slf4j.LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(name, root.getLevel()));
  }
}
