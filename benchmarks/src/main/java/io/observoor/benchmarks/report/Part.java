package io.observoor.benchmarks.report;

/** A part of the benchmarks, which can run alone. */
public enum Part {
  PATH("The path of an event, from prepared ring buffers"),
  RATE("The highest rate of real events without a loss"),
  CPU("CPU and memory of the agent"),
  COST("What the traced program pays"),
  EVENTS("What the traced program pays for each kind of event"),
  START("From the start of the agent to the first event"),
  CLIENTS("What a real client pays for all probes at once"),
  CLICKHOUSE("Rows into a ClickHouse server");

  private final String title;

  Part(String title) {
    this.title = title;
  }

  /** Returns the heading. */
  public String title() {
    return title;
  }

  /** Returns the name on the command line. */
  public String option() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
