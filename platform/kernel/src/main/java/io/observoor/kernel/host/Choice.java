package io.observoor.kernel.host;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.Attachment.Alternative;
import io.observoor.libbpf.BpfException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which alternative of an attachment is in use, and why those before it are not. */
final class Choice {
  private static final Logger LOG = LoggerFactory.getLogger(Choice.class);

  private final Attachment attachment;
  private final Predicate<Alternative> excluded;
  private final List<String> refusals = new ArrayList<>();
  private int alternative;

  /**
   * Begins with the first alternative.
   *
   * @param excluded those that the configuration excludes; they are not tried
   */
  Choice(Attachment attachment, Predicate<Alternative> excluded) {
    this.attachment = attachment;
    this.excluded = excluded;
    skipExcluded();
  }

  Attachment attachment() {
    return attachment;
  }

  /** Whether none is left. */
  boolean exhausted() {
    return alternative >= attachment.alternatives().size();
  }

  Alternative current() {
    return attachment.alternatives().get(alternative);
  }

  /** The name of the current alternative; empty when none is left. */
  String hook() {
    return exhausted() ? "" : current().hook();
  }

  /** Why each alternative before the current one is not in use. */
  List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** The kernel refused the current alternative: goes on to the next. */
  void refused(BpfException refusal) {
    LOG.debug("{} does not work for {}: {}", hook(), attachment.events(), refusal.report());
    passOver(refusal.getMessage());
    skipExcluded();
  }

  private void skipExcluded() {
    while (!exhausted() && excluded.test(current())) {
      passOver(ProbeRules.DISABLED);
    }
  }

  private void passOver(String reason) {
    refusals.add(hook() + ": " + reason);
    alternative++;
  }
}
