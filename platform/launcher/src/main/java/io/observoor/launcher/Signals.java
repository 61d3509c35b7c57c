package io.observoor.launcher;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;
import org.slf4j.LoggerFactory;

/**
 * Handles signals with {@code sun.misc.Signal}, as a shutdown hook does not see a second signal.
 * Uses reflection, because javac's warning about that class cannot be suppressed.
 */
final class Signals {

  private Signals() {}

  /** Calls the handler with the signal's number, on a thread of the JVM, at every signal. */
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
      LoggerFactory.getLogger("agent").warn("cannot handle SIG{}: {}", name, e.toString());
    }
  }
}
