package io.observoor.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Locale;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerConsumer;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Passes messages to the OSGi log service, such as the errors of declarative services, to slf4j.
 * The service's interfaces have some fifty overloads, hence the proxies.
 */
final class LogBridge {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("framework");

  /** All bundles share one logger: the names they ask for are those of classes. */
  private static final Logger FRAMEWORK = proxy(FormatterLogger.class, LogBridge::loggerCall);

  private LogBridge() {}

  static LogService logService() {
    return proxy(LogService.class, LogBridge::logServiceCall);
  }

  private static Object logServiceCall(Object service, Method method, Object[] arguments)
      throws ReflectiveOperationException {
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(LogBridge.class, arguments);
    }
    if (method.getName().equals("getLogger")) {
      return FRAMEWORK;
    }
    // The deprecated methods: log([reference,] level, message [, exception]).
    int level = indexOfLevel(arguments);
    if (level >= 0) {
      LOG.atLevel(levelOf((int) arguments[level]))
          .setMessage(String.valueOf(arguments[level + 1]))
          .setCause(arguments[arguments.length - 1] instanceof Throwable cause ? cause : null)
          .log();
    }
    return null;
  }

  private static Object loggerCall(Object logger, Method method, Object[] arguments)
      throws Exception {
    String name = method.getName();
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(LOG, arguments);
    }
    if (name.equals("getName")) {
      return LOG.getName();
    }
    if (name.startsWith("is")) {
      return LOG.isEnabledForLevel(levelOf(name.substring(2, name.length() - "Enabled".length())));
    }
    Level level = levelOf(name);
    if (LOG.isEnabledForLevel(level)) {
      if (arguments[0] instanceof LoggerConsumer<?> consumer) {
        consumer.accept((Logger) logger);
      } else {
        LOG.atLevel(level).log(String.valueOf(arguments[0]), parameters(arguments));
      }
    }
    return null;
  }

  private static Object[] parameters(Object[] arguments) {
    return arguments.length == 2 && arguments[1] instanceof Object[] all
        ? all
        : Arrays.copyOfRange(arguments, 1, arguments.length);
  }

  private static int indexOfLevel(Object[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof Integer) {
        return i;
      }
    }
    return -1;
  }

  private static Level levelOf(int osgiLevel) {
    return switch (osgiLevel) {
      case 1 -> Level.ERROR;
      case 2 -> Level.WARN;
      case 3 -> Level.INFO;
      default -> Level.DEBUG;
    };
  }

  private static Level levelOf(String name) {
    return name.equals("audit") ? Level.INFO : Level.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
