package io.observoor.agent.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.delivery.Delivery;
import io.observoor.kernel.ProbeHost;
import io.observoor.pipeline.Pipeline;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ShutdownTest {
  private final List<String> calls = new ArrayList<>();

  @Test
  void stopsThePartsInOrderOnce() {
    Shutdown shutdown = shutdown(call -> null);
    shutdown.run();
    shutdown.run();
    assertEquals(List.of("quiesce", "flush " + Long.MAX_VALUE, "flush duration"), calls);
  }

  @Test
  void continuesAfterAFailedStep() {
    Shutdown shutdown =
        shutdown(
            call -> {
              throw new IllegalStateException("on purpose: " + call);
            });
    shutdown.run();
    assertEquals(List.of("quiesce", "flush " + Long.MAX_VALUE, "flush duration"), calls);
  }

  private Shutdown shutdown(Function<String, Void> effect) {
    return new Shutdown(
        recorder(ProbeHost.class, effect),
        recorder(Pipeline.class, effect),
        recorder(Delivery.class, effect));
  }

  private <T> T recorder(Class<T> type, Function<String, Void> effect) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              String call = method.getName();
              if (arguments != null && arguments[0] instanceof Duration left) {
                assertTrue(left.toMillis() >= 1000 && left.toMillis() <= 7000, left.toString());
                call += " duration";
              } else if (arguments != null) {
                call += " " + arguments[0];
              }
              calls.add(call);
              effect.apply(call);
              return method.getReturnType() == boolean.class ? true : null;
            });
    return type.cast(proxy);
  }
}
