package io.observoor.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say what the configuration is, shared by all commands that read it. */
class ConfigurationOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      order = 1,
      description =
          "The configuration. Without it /etc/observoor/config.yaml where that exists, else a"
              + " built-in default: Parquet files in ./observoor-data.")
  private Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      order = 2,
      description = "Where the spool and the Parquet files are.")
  private Path data;

  @Option(
      names = "--process",
      paramLabel = "NAME",
      split = ",",
      order = 3,
      description = "Track processes of this name; may be repeated.")
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
      description = "The network whose slots the windows follow, such as mainnet.")
  private String network;

  /** What was given, as framework properties; what was not given is absent. */
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
