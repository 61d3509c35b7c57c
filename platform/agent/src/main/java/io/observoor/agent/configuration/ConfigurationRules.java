package io.observoor.agent.configuration;

import static io.observoor.agent.configuration.ConfigurationKeys.EVENT_SAMPLING_MODE;
import static io.observoor.agent.configuration.ConfigurationKeys.EVENT_SAMPLING_RATE;
import static io.observoor.agent.configuration.ConfigurationKeys.GENESIS_TIME;
import static io.observoor.agent.configuration.ConfigurationKeys.GROUP_ENABLED;
import static io.observoor.agent.configuration.ConfigurationKeys.INCLUDE_DIRECTION;
import static io.observoor.agent.configuration.ConfigurationKeys.INTERVAL;
import static io.observoor.agent.configuration.ConfigurationKeys.META_NETWORK_NAME;
import static io.observoor.agent.configuration.ConfigurationKeys.OVERRIDE_INTERVAL;
import static io.observoor.agent.configuration.ConfigurationKeys.OVERRIDE_METRICS;
import static io.observoor.agent.configuration.ConfigurationKeys.SAMPLING_MODE;
import static io.observoor.agent.configuration.ConfigurationKeys.SAMPLING_RATE;
import static io.observoor.agent.configuration.ConfigurationKeys.SECONDS_PER_SLOT;
import static io.observoor.agent.configuration.SinkKeys.HTTP_ADDRESS;
import static io.observoor.agent.configuration.SinkKeys.HTTP_HEADER;

import io.observoor.agent.slots.NetworkPreset;
import io.observoor.common.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks the rules between keys. Skips keys whose own values were refused. */
final class ConfigurationRules {
  private final Settings settings;
  private final List<ConfigurationError> errors;

  private ConfigurationRules(Settings settings, List<ConfigurationError> errors) {
    this.settings = settings;
    this.errors = errors;
  }

  /** Appends an error for each rule that the settings break. */
  static void check(Settings settings, List<ConfigurationError> errors) {
    ConfigurationRules rules = new ConfigurationRules(settings, errors);
    rules.interval();
    rules.overrides();
    rules.sampling();
    ReferenceNames.GROUP_NEEDS.forEach(rules::groupNeeds);
    rules.slots();
    rules.requireAddress(SinkKeys.CLICKHOUSE_ENABLED, SinkKeys.CLICKHOUSE_ENDPOINT, "host:port");
    rules.requireAddress(SinkKeys.HTTP_ENABLED, HTTP_ADDRESS, "http://host:port/path");
    rules.http();
  }

  private void interval() {
    if (settings.isValid(INTERVAL) && settings.get(INTERVAL).toNanos() % 1_000_000 != 0) {
      refuse(INTERVAL, "must be whole milliseconds");
    }
  }

  private void overrides() {
    Map<String, String> owners = new HashMap<>();
    for (String number : settings.names("sinks.aggregated.resolution.overrides")) {
      overrideInterval(number);
      for (String metric : settings.find(OVERRIDE_METRICS, number).orElse(List.of())) {
        String earlier = owners.putIfAbsent(metric, number);
        if (earlier != null) {
          String where =
              earlier.equals(number) ? " twice" : ", which override " + earlier + " already names";
          refuse(
              OVERRIDE_METRICS, "names metric '" + metric + "'" + where + ": name it once", number);
        }
      }
    }
  }

  private void overrideInterval(String number) {
    if (!settings.isSet(OVERRIDE_INTERVAL, number)
        || !settings.isValid(OVERRIDE_INTERVAL, number)
        || !settings.isValid(INTERVAL)) {
      return;
    }
    Duration base = settings.get(INTERVAL);
    Duration slower = settings.get(OVERRIDE_INTERVAL, number);
    boolean greater = slower.compareTo(base) > 0;
    if (!greater || slower.toMillis() % base.toMillis() != 0) {
      refuse(
          OVERRIDE_INTERVAL,
          "must be "
              + (greater ? "an exact multiple of" : "greater than")
              + " resolution.interval ("
              + Durations.format(base)
              + "), not "
              + Durations.format(slower),
          number);
    }
  }

  private void sampling() {
    sampling(SAMPLING_MODE, SAMPLING_RATE);
    for (String event : settings.names("sinks.aggregated.sampling.events")) {
      sampling(EVENT_SAMPLING_MODE, EVENT_SAMPLING_RATE, event);
    }
    Map<String, SamplingRule> rules = SamplingRule.all(settings);
    SamplingRule common = rules.get(SamplingRule.DEFAULT);
    String one = ReferenceNames.MERGED_EVENTS.get(0);
    String other = ReferenceNames.MERGED_EVENTS.get(1);
    if (!settings.get(INCLUDE_DIRECTION)
        && !rules.getOrDefault(one, common).equals(rules.getOrDefault(other, common))) {
      refuse(
          INCLUDE_DIRECTION,
          "must not be false while "
              + one
              + " and "
              + other
              + " are sampled differently: give both the same mode and rate");
    }
  }

  private void sampling(Key<String> modeKey, Key<Double> rateKey, String... event) {
    if (!settings.isValid(modeKey, event) || !settings.isValid(rateKey, event)) {
      return;
    }
    SamplingRule rule =
        new SamplingRule(settings.get(modeKey, event), settings.get(rateKey, event));
    double rate = rule.rate();
    boolean none = rule.mode().equals("none");
    boolean probability = rule.mode().equals("probability");
    if (none && rate != 1.0) {
      refuse(
          rateKey,
          "must be 1 with mode none, not " + rate + ": set mode to probability or nth",
          event);
    } else if (probability && !(rate > 0 && rate <= 1)) {
      refuse(
          rateKey,
          "must be greater than 0 and at most 1 with mode probability, not " + rate,
          event);
    } else if (!none && !probability && !rule.isOneOfN()) {
      refuse(rateKey, "must be 1/N with mode nth, such as 0.5, 0.1 or 0.01, not " + rate, event);
    }
    if (rate > 0 && rate < SamplingRule.SMALLEST_RATE) {
      refuse(rateKey, "must be at least 0.000001, not " + rate, event);
    }
  }

  private void groupNeeds(String group, List<String> needed) {
    if (settings.isValid(GROUP_ENABLED, group)
        && needed.stream().allMatch(other -> settings.isValid(GROUP_ENABLED, other))
        && settings.get(GROUP_ENABLED, group)
        && needed.stream().noneMatch(other -> settings.get(GROUP_ENABLED, other))) {
      String others = String.join(" or ", needed);
      refuse(
          GROUP_ENABLED,
          "is in conflict: %s is enabled and needs %s: enable %s, or disable %s"
              .formatted(group, others, others, group),
          settings.isSet(GROUP_ENABLED, group) ? group : needed.getFirst());
    }
  }

  private void slots() {
    boolean genesis = settings.isSet(GENESIS_TIME);
    if (genesis != settings.isSet(SECONDS_PER_SLOT)) {
      refuse(
          genesis ? GENESIS_TIME : SECONDS_PER_SLOT,
          "is incomplete alone: set both genesis_time and seconds_per_slot");
    }
    boolean known =
        genesis
            || settings.isPresent(ConfigurationKeys.NETWORK.path())
            || settings.isSet(ConfigurationKeys.BEACON_ENDPOINT)
            || settings.find(META_NETWORK_NAME).flatMap(NetworkPreset::of).isPresent();
    if (!known && settings.isSet(META_NETWORK_NAME)) {
      errors.add(
          new ConfigurationError(
              settings.position(META_NETWORK_NAME),
              "missing key 'beacon.endpoint': meta_network_name is not a preset ("
                  + String.join(", ", NetworkPreset.names())
                  + "), so add beacon.endpoint, network, or genesis_time and seconds_per_slot"));
    }
  }

  /** Checks what the sink itself would refuse only when it starts. */
  private void http() {
    if (settings.isValid(HTTP_ADDRESS) && !settings.get(HTTP_ADDRESS).isEmpty()) {
      HttpSinkCheck.fault(settings.get(HTTP_ADDRESS).reveal())
          .ifPresent(
              fault ->
                  refuse(
                      HTTP_ADDRESS,
                      "must be http://HOST[:PORT]/PATH or https://HOST[:PORT]/PATH, and "
                          + fault
                          + " (the value may be secret and is not shown)"));
    }
    for (String name : settings.names("sinks.aggregated.http.headers")) {
      if (!HttpSinkCheck.accepts(name, "any")) {
        refuse(
            HTTP_HEADER,
            "cannot be set: the name is not valid for a header, or the HTTP client sets this header"
                + " itself (Connection, Content-Length, Expect, Host, Upgrade): correct or remove it",
            name);
      } else if (settings.isValid(HTTP_HEADER, name)
          && settings
              .find(HTTP_HEADER, name)
              .filter(value -> !HttpSinkCheck.accepts(name, value.reveal()))
              .isPresent()) {
        refuse(
            HTTP_HEADER,
            "is not valid for a header: write one line of printable characters (the value may be"
                + " secret and is not shown)",
            name);
      }
    }
  }

  private void requireAddress(Key<Boolean> enabled, Key<Secret> address, String example) {
    if (settings.get(enabled) && settings.isValid(address) && settings.get(address).isEmpty()) {
      Position position = settings.position(enabled);
      errors.add(
          new ConfigurationError(
              position,
              "missing key '%s'%s: add it (%s), or set '%s' to false"
                  .formatted(address.path(), position.phrase(), example, enabled.path())));
    }
  }

  private void refuse(Key<?> key, String reason, String... chosen) {
    Position position = settings.position(key, chosen);
    errors.add(
        new ConfigurationError(
            position,
            "key '" + Settings.path(key, chosen) + "'" + position.phrase() + " " + reason));
  }
}
