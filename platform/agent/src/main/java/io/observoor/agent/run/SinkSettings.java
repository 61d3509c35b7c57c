package io.observoor.agent.run;

import java.io.IOException;
import java.util.Map;

/** Where a sink's changed configuration goes. */
@FunctionalInterface
interface SinkSettings {

  /**
   * Gives a sink its configuration; it is closed and comes again with it.
   *
   * @return whether it has come; false when its bundle does not run or takes very long
   */
  boolean put(String sink, Map<String, Object> values) throws IOException, InterruptedException;
}
