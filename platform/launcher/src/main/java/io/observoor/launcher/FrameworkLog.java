package io.observoor.launcher;

import org.apache.felix.framework.Logger;
import org.slf4j.LoggerFactory;

/** Passes the log messages of the framework itself to slf4j. */
final class FrameworkLog extends Logger {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("framework");

  @Override
  protected void doLog(int level, String message, Throwable cause) {
    switch (level) {
      // Agent.report logs errors of bundles from framework events, which name the bundle.
      case LOG_ERROR -> LOG.debug(message, cause);
      case LOG_WARNING -> LOG.warn(message, cause);
      default -> LOG.debug(message, cause);
    }
  }
}
