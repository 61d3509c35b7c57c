package io.observoor.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of all commands that read the configuration. */
class ConfigurationOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      order = 1,
      description =
          "Read the configuration from this file (default: /etc/observoor/config.yaml if it exists,"
              + " else Parquet files in ./observoor-data).")
  private Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      order = 2,
      description =
          "Write the spool, the socket and the Parquet files to this directory (default: as"
              + " configured).")
  private Path data;

  @Option(
      names = "--process",
      paramLabel = "NAME",
      split = ",",
      order = 3,
      description = "Track processes with this name; may be repeated.")
  private List<String> processes;

  @Option(
      names = "--pid",
      paramLabel = "N",
      split = ",",
      order = 4,
      description = "Track this process; may be repeated.")
  private List<Integer> pids;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      order = 5,
      description = "Cut windows at the slots of this network, such as mainnet.")
  private String network;

  /** Returns the options that were given, as framework properties. */
  Map<String, String> properties() {
    var properties = new HashMap<String, String>();
    put(properties, "observoor.config", config);
    put(properties, "observoor.data", data);
    put(properties, "observoor.process", processes == null ? null : String.join(",", processes));
    put(
        properties,
        "observoor.pid",
        pids == null ? null : String.join(",", pids.stream().map(String::valueOf).toList()));
    put(properties, "observoor.network", network);
    return properties;
  }

  static void put(Map<String, String> properties, String key, Object value) {
    if (value != null) {
      properties.put(key, value.toString());
    }
  }
}
