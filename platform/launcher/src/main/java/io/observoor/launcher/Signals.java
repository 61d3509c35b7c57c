package io.observoor.launcher;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;
import org.slf4j.LoggerFactory;

/**
 * Signals of the operating system, by way of {@code sun.misc.Signal}: a shutdown hook would not
 * notice a second signal. By reflection, because javac warns of that class whatever one says.
 */
final class Signals {

  private Signals() {}

  /** Calls the handler with the signal's number, in a thread of the JVM, each time it comes. */
  static void handle(String name, IntConsumer handler) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Method number = signalType.getMethod("getNumber");
      Object proxy =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(),
              new Class<?>[] {handlerType},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  handler.accept((int) number.invoke(arguments[0]));
                }
                return null;
              });
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
    } catch (ReflectiveOperationException e) {
      LoggerFactory.getLogger(Signals.class)
          .warn("SIG{} ends the process without flushing: {}", name, e.toString());
    }
  }
}
