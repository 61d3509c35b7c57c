package io.observoor.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogService;
import org.slf4j.LoggerFactory;

class LogBridgeTest {

  private final Logger framework = (Logger) LoggerFactory.getLogger("framework");
  private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
  private final LogService service = LogBridge.logService();

  @BeforeEach
  void listen() {
    framework.setLevel(Level.INFO);
    framework.setAdditive(false);
    seen.start();
    framework.addAppender(seen);
  }

  @AfterEach
  void stop() {
    framework.detachAppender(seen);
  }

  @Test
  void messagesKeepLevelParametersAndCause() {
    var cause = new IllegalStateException("why");

    service.getLogger("io.observoor.Part").error("{} failed: {}", "it", "so", cause);

    ILoggingEvent event = seen.list.getFirst();
    assertEquals("framework", event.getLoggerName());
    assertEquals(Level.ERROR, event.getLevel());
    assertEquals("it failed: so", event.getFormattedMessage());
    assertSame(cause, ((ThrowableProxy) event.getThrowableProxy()).getThrowable());
  }

  @Test
  void disabledLevelsAreNotLogged() {
    org.osgi.service.log.Logger logger = service.getLogger(LogBridgeTest.class);

    logger.debug("quiet");
    logger.warn(log -> log.warn("from a consumer"));

    assertEquals("from a consumer", seen.list.getFirst().getFormattedMessage());
    assertEquals(1, seen.list.size());
    assertTrue(logger.isWarnEnabled() && !logger.isDebugEnabled());
  }

  @Test
  @SuppressWarnings("deprecation") // some bundles still call it
  void deprecatedLogMethodsWork() {
    service.log(LogService.LOG_WARNING, "old", new IllegalStateException("why"));

    assertEquals(Level.WARN, seen.list.getFirst().getLevel());
    assertEquals("old", seen.list.getFirst().getFormattedMessage());
  }
}
