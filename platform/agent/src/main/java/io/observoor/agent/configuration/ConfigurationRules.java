package io.observoor.agent.configuration;

import static io.observoor.agent.configuration.ConfigurationKeys.EVENT_SAMPLING_MODE;
import static io.observoor.agent.configuration.ConfigurationKeys.EVENT_SAMPLING_RATE;
import static io.observoor.agent.configuration.ConfigurationKeys.GROUP_ENABLED;
import static io.observoor.agent.configuration.ConfigurationKeys.INTERVAL;
import static io.observoor.agent.configuration.ConfigurationKeys.OVERRIDE_INTERVAL;
import static io.observoor.agent.configuration.ConfigurationKeys.OVERRIDE_METRICS;
import static io.observoor.agent.configuration.ConfigurationKeys.SAMPLING_MODE;
import static io.observoor.agent.configuration.ConfigurationKeys.SAMPLING_RATE;

import io.observoor.agent.configuration.AgentConfiguration.SamplingRule;
import io.observoor.agent.slots.NetworkPreset;
import io.observoor.common.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must hold between several keys. A rule is silent about keys whose own values were refused
 * already.
 */
final class ConfigurationRules {
  private static final String OVERRIDES = "sinks.aggregated.resolution.overrides";
  private static final String HTTP_HEADERS = "sinks.aggregated.http.headers";
  private static final String SAMPLED_EVENTS = "sinks.aggregated.sampling.events";

  private final Settings settings;
  private final List<Problem> problems;

  private ConfigurationRules(Settings settings, List<Problem> problems) {
    this.settings = settings;
    this.problems = problems;
  }

  /** Adds a problem for each rule that the settings break. */
  static void check(Settings settings, List<Problem> problems) {
    ConfigurationRules rules = new ConfigurationRules(settings, problems);
    rules.interval();
    rules.overrides();
    rules.sampling();
    rules.groups();
    rules.slots();
    rules.endpoints();
    rules.http();
  }

  private void interval() {
    if (settings.isSound(INTERVAL)) {
      wholeMillis(INTERVAL);
    }
  }

  private void wholeMillis(Key<Duration> key, String... chosen) {
    if (settings.get(key, chosen).toNanos() % 1_000_000 != 0) {
      refuse(key, "must be whole milliseconds", chosen);
    }
  }

  private void overrides() {
    Map<String, String> owners = new HashMap<>();
    for (String number : settings.names(OVERRIDES)) {
      overrideInterval(number);
      for (String metric : settings.find(OVERRIDE_METRICS, number).orElse(List.of())) {
        String earlier = owners.putIfAbsent(metric, number);
        if (earlier != null) {
          String where =
              earlier.equals(number)
                  ? "twice in this override"
                  : "in override " + earlier + " already";
          refuse(
              OVERRIDE_METRICS,
              "names metric '" + metric + "', which stands " + where + ": name it once",
              number);
        }
      }
    }
  }

  private void overrideInterval(String number) {
    if (!settings.isSet(OVERRIDE_INTERVAL, number)
        || !settings.isSound(OVERRIDE_INTERVAL, number)
        || !settings.isSound(INTERVAL)) {
      return;
    }
    Duration base = settings.get(INTERVAL);
    Duration slower = settings.get(OVERRIDE_INTERVAL, number);
    if (slower.compareTo(base) <= 0) {
      refuse(
          OVERRIDE_INTERVAL,
          "must be greater than resolution.interval ("
              + Durations.format(base)
              + "), not "
              + Durations.format(slower),
          number);
    } else if (slower.toMillis() % base.toMillis() != 0) {
      refuse(
          OVERRIDE_INTERVAL,
          "must be an exact multiple of resolution.interval ("
              + Durations.format(base)
              + "), not "
              + Durations.format(slower),
          number);
    }
  }

  private void sampling() {
    sampling(SAMPLING_MODE, SAMPLING_RATE);
    for (String event : settings.names(SAMPLED_EVENTS)) {
      sampling(EVENT_SAMPLING_MODE, EVENT_SAMPLING_RATE, event);
    }
    List<String> merged = ReferenceNames.MERGED_EVENTS;
    if (!settings.get(ConfigurationKeys.INCLUDE_DIRECTION)
        && !Samplings.of(settings, merged.get(0)).equals(Samplings.of(settings, merged.get(1)))) {
      refuse(
          ConfigurationKeys.INCLUDE_DIRECTION,
          "must not be false while "
              + merged.get(0)
              + " and "
              + merged.get(1)
              + " are sampled differently: give both the same mode and rate");
    }
  }

  private void sampling(Key<String> modeKey, Key<Double> rateKey, String... event) {
    if (!settings.isSound(modeKey, event) || !settings.isSound(rateKey, event)) {
      return;
    }
    SamplingRule rule =
        new SamplingRule(settings.get(modeKey, event), settings.get(rateKey, event));
    double rate = rule.rate();
    switch (rule.mode()) {
      case "none" -> {
        if (rate != 1.0) {
          refuse(
              rateKey,
              "must be 1 with mode none, not " + rate + ": set mode to probability or nth",
              event);
        }
      }
      case "probability" -> {
        if (!(rate > 0 && rate <= 1)) {
          refuse(
              rateKey,
              "must be greater than 0 and at most 1 with mode probability, not " + rate,
              event);
        }
      }
      default -> {
        if (!Samplings.isOneOfN(rate)) {
          refuse(
              rateKey, "must be 1/N with mode nth, such as 0.5, 0.1 or 0.01, not " + rate, event);
        }
      }
    }
    // the kernel side chooses in steps of a millionth
    if (rate > 0 && rate < Samplings.SMALLEST) {
      refuse(rateKey, "must be at least 0.000001, not " + rate, event);
    }
  }

  private void groups() {
    ReferenceNames.GROUP_NEEDS.forEach(
        (group, needed) -> {
          if (!settings.isSound(GROUP_ENABLED, group)
              || !needed.stream().allMatch(other -> settings.isSound(GROUP_ENABLED, other))) {
            return;
          }
          if (enabled(group) && needed.stream().noneMatch(this::enabled)) {
            String culprit = settings.isSet(GROUP_ENABLED, group) ? group : needed.getFirst();
            refuse(
                GROUP_ENABLED,
                "cannot stand: "
                    + group
                    + " is enabled and needs "
                    + String.join(" or ", needed)
                    + ": enable "
                    + String.join(" or ", needed)
                    + ", or disable "
                    + group,
                culprit);
          }
        });
  }

  private boolean enabled(String group) {
    return settings.get(GROUP_ENABLED, group);
  }

  private void slots() {
    boolean genesis = settings.isSet(ConfigurationKeys.GENESIS_TIME);
    boolean seconds = settings.isSet(ConfigurationKeys.SECONDS_PER_SLOT);
    if (genesis != seconds) {
      Key<?> present =
          genesis ? ConfigurationKeys.GENESIS_TIME : ConfigurationKeys.SECONDS_PER_SLOT;
      refuse(present, "needs its other half: set both genesis_time and seconds_per_slot");
    }
    boolean known =
        genesis
            || settings.isSet(ConfigurationKeys.NETWORK)
            || settings.isPresent(ConfigurationKeys.NETWORK.path())
            || settings.isSet(ConfigurationKeys.BEACON_ENDPOINT)
            || settings
                .find(ConfigurationKeys.META_NETWORK_NAME)
                .flatMap(NetworkPreset::of)
                .isPresent();
    if (!known && settings.isSet(ConfigurationKeys.META_NETWORK_NAME)) {
      problems.add(
          new Problem(
              settings.position(ConfigurationKeys.META_NETWORK_NAME),
              "missing key 'beacon.endpoint': meta_network_name is no preset ("
                  + String.join(", ", NetworkPreset.names())
                  + "), so add beacon.endpoint, network, or genesis_time and seconds_per_slot"));
    }
  }

  private void endpoints() {
    needs(SinkKeys.CLICKHOUSE_ENABLED, SinkKeys.CLICKHOUSE_ENDPOINT, "host:port");
    needs(SinkKeys.HTTP_ENABLED, SinkKeys.HTTP_ADDRESS, "http://host:port/path");
  }

  /** What the sink would refuse when it starts, which is late. */
  private void http() {
    Key<Secret> address = SinkKeys.HTTP_ADDRESS;
    if (settings.isSound(address) && !settings.get(address).isEmpty()) {
      HttpTarget.fault(settings.get(address).reveal())
          .ifPresent(
              fault ->
                  refuse(
                      address,
                      "must be http://HOST[:PORT]/PATH or https://HOST[:PORT]/PATH, and "
                          + fault
                          + " (its value may be secret and is not shown)"));
    }
    for (String name : settings.names(HTTP_HEADERS)) {
      if (!HttpTarget.accepts(name, "any")) {
        refuse(
            SinkKeys.HTTP_HEADER,
            "is a header that cannot be set: its name is no header's, or the client sets it itself"
                + " (Connection, Content-Length, Expect, Host, Upgrade); correct it or remove it",
            name);
      } else if (settings.isSound(SinkKeys.HTTP_HEADER, name)
          && settings
              .find(SinkKeys.HTTP_HEADER, name)
              .filter(value -> !HttpTarget.accepts(name, value.reveal()))
              .isPresent()) {
        refuse(
            SinkKeys.HTTP_HEADER,
            "has a value that no header can have: write one line of printable characters (it may be"
                + " secret and is not shown)",
            name);
      }
    }
  }

  private void needs(Key<Boolean> enabled, Key<Secret> address, String example) {
    if (settings.get(enabled) && settings.isSound(address) && settings.get(address).isEmpty()) {
      problems.add(
          new Problem(
              settings.position(enabled),
              "missing key '"
                  + address.path()
                  + "'"
                  + settings.position(enabled).phrase()
                  + ": add it ("
                  + example
                  + "), or set '"
                  + enabled.path()
                  + "' to false"));
    }
  }

  private void refuse(Key<?> key, String what, String... chosen) {
    Position position = settings.position(key, chosen);
    problems.add(
        new Problem(
            position, "key '" + Settings.path(key, chosen) + "'" + position.phrase() + " " + what));
  }
}
