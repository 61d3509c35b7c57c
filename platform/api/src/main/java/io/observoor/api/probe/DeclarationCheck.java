package io.observoor.api.probe;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Refuses a declaration whose parts contradict each other, before anything of it reaches the
 * kernel.
 */
final class DeclarationCheck {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private final String probe;

  private DeclarationCheck(String probe) {
    this.probe = probe;
  }

  static void check(
      String probe,
      List<EventDeclaration> events,
      List<Attachment> attachments,
      List<MetricDeclaration> metrics,
      List<DerivedMetric> derived) {
    DeclarationCheck check = new DeclarationCheck(probe);
    check.name("probe", probe);
    check.require(
        events.size() <= ProbeDeclaration.MAXIMUM_EVENTS,
        "has " + events.size() + " events; the most is " + ProbeDeclaration.MAXIMUM_EVENTS);
    check.events(events);
    Map<String, EventDeclaration> byName =
        events.stream().collect(Collectors.toMap(EventDeclaration::name, Function.identity()));
    for (Attachment attachment : attachments) {
      attachment.events().forEach(event -> check.known(byName, event, "an attachment"));
      check.require(
          !attachment.alternatives().isEmpty(),
          "has an attachment for " + attachment.events() + " without an alternative");
    }
    check.metrics(metrics, byName);
    for (DerivedMetric metric : derived) {
      String where = "metric " + metric.schema().name();
      metric.events().forEach(event -> check.known(byName, event, where));
    }
  }

  private void events(List<EventDeclaration> events) {
    Set<String> names = new HashSet<>();
    for (EventDeclaration event : events) {
      name("event", event.name());
      require(names.add(event.name()), "declares event " + event.name() + " twice");
      require(
          event.fields().size() <= EventDeclaration.MAXIMUM_FIELDS,
          "gives event "
              + event.name()
              + " more than "
              + EventDeclaration.MAXIMUM_FIELDS
              + " fields");
    }
  }

  private void metrics(List<MetricDeclaration> metrics, Map<String, EventDeclaration> events) {
    Set<String> names = new HashSet<>();
    for (MetricDeclaration metric : metrics) {
      name("metric", metric.name());
      require(names.add(metric.name()), "declares metric " + metric.name() + " twice");
      String where = "metric " + metric.name();
      require(!metric.inputs().isEmpty(), "declares " + where + " without an input");
      for (MetricInput input : metric.inputs()) {
        EventDeclaration event = known(events, input.event(), where);
        input.valueField().ifPresent(event::fieldIndex);
        input.countField().ifPresent(event::fieldIndex);
        input.conditions().forEach(condition -> event.fieldIndex(condition.field()));
        require(
            metric.kind() == MetricKind.COUNTER || input.valueField().isPresent(),
            "gives " + where + " an input without a value; only a counter needs none");
        require(
            input.codes().size() == metric.dimensions().size(),
            "gives "
                + where
                + " "
                + input.codes().size()
                + " codes for "
                + metric.dimensions().size()
                + " dimensions");
        input.codes().forEach(code -> fields(event, code));
      }
    }
  }

  private static void fields(EventDeclaration event, CodeSource code) {
    switch (code) {
      case CodeSource.Field field -> event.fieldIndex(field.field());
      case CodeSource.Text text -> text.fields().forEach(event::fieldIndex);
      case CodeSource.Constant constant -> {}
      case CodeSource.Computed computed -> {}
    }
  }

  private EventDeclaration known(Map<String, EventDeclaration> events, String event, String where) {
    EventDeclaration declaration = events.get(event);
    require(
        declaration != null, "names event " + event + " in " + where + " but does not declare it");
    return declaration;
  }

  private void name(String what, String name) {
    require(
        NAME.matcher(name).matches(),
        "calls its "
            + what
            + " '"
            + name
            + "'; a name is lower case letters, digits and _, 63 at most");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("probe " + probe + " " + otherwise);
    }
  }
}
