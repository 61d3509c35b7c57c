package io.observoor.launcher;

import org.apache.felix.framework.Logger;
import org.slf4j.LoggerFactory;

/** Hands what the framework itself has to say on to slf4j. */
final class FrameworkLog extends Logger {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("osgi.framework");

  @Override
  protected void doLog(int level, String message, Throwable cause) {
    switch (level) {
      // Errors of bundles come as framework events too, which name the bundle: Agent.report.
      case LOG_ERROR -> LOG.debug(message, cause);
      case LOG_WARNING -> LOG.warn(message, cause);
      default -> LOG.debug(message, cause);
    }
  }
}
