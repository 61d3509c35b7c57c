package io.observoor.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Locale;
import org.osgi.framework.Bundle;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerConsumer;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Hands what bundles tell the OSGi log service on to slf4j; without it the errors of declarative
 * services are swallowed. The service's interfaces have some fifty methods that differ in their
 * arguments only, hence the proxies.
 */
final class LogBridge {

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
      return logger(nameOf(arguments));
    }
    // The methods of the old log service: log([reference,] level, message [, exception]).
    int level = indexOfLevel(arguments);
    if (level >= 0) {
      LoggerFactory.getLogger("osgi")
          .atLevel(levelOf((int) arguments[level]))
          .setMessage(String.valueOf(arguments[level + 1]))
          .setCause(arguments[arguments.length - 1] instanceof Throwable cause ? cause : null)
          .log();
    }
    return null;
  }

  private static Logger logger(String name) {
    org.slf4j.Logger target = LoggerFactory.getLogger(name);
    return proxy(
        FormatterLogger.class,
        (logger, method, arguments) -> loggerCall((Logger) logger, target, method, arguments));
  }

  private static Object loggerCall(
      Logger logger, org.slf4j.Logger target, Method method, Object[] arguments) throws Exception {
    String name = method.getName();
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(target, arguments);
    }
    if (name.equals("getName")) {
      return target.getName();
    }
    if (name.startsWith("is")) {
      return target.isEnabledForLevel(
          levelOf(name.substring(2, name.length() - "Enabled".length())));
    }
    Level level = levelOf(name);
    if (target.isEnabledForLevel(level)) {
      if (arguments[0] instanceof LoggerConsumer<?> consumer) {
        consumer.accept(logger);
      } else {
        target.atLevel(level).log(String.valueOf(arguments[0]), parameters(arguments));
      }
    }
    return null;
  }

  private static Object[] parameters(Object[] arguments) {
    return arguments.length == 2 && arguments[1] instanceof Object[] all
        ? all
        : Arrays.copyOfRange(arguments, 1, arguments.length);
  }

  /** All names begin with "osgi.", so that the configuration of the log can tell them from ours. */
  private static String nameOf(Object[] arguments) {
    String name = null;
    for (Object argument : arguments) {
      if (argument instanceof Bundle bundle) {
        name = bundle.getSymbolicName();
      } else if (argument instanceof String text && !text.equals(Logger.ROOT_LOGGER_NAME)) {
        name = text;
      } else if (argument instanceof Class<?> type && !Logger.class.isAssignableFrom(type)) {
        name = type.getName();
      }
    }
    return "osgi." + name;
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
