package io.observoor.kernel.host;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.Attachment.Alternative;
import io.observoor.libbpf.BpfException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The selection of an attachment's alternative: tries one after the other, and keeps the reasons
 * why the earlier ones are not used. Not thread-safe.
 */
final class HookSelection {
  private static final Logger LOG = LoggerFactory.getLogger("probes");

  private final Attachment attachment;
  private final Predicate<Alternative> disabled;
  private final List<String> reasons = new ArrayList<>();
  private int alternative;

  /**
   * Selects the first alternative that is not disabled.
   *
   * @param disabled whether the configuration disables an alternative
   */
  HookSelection(Attachment attachment, Predicate<Alternative> disabled) {
    this.attachment = attachment;
    this.disabled = disabled;
    skipDisabled();
  }

  Attachment attachment() {
    return attachment;
  }

  /** Whether no alternative is left. */
  boolean exhausted() {
    return alternative >= attachment.alternatives().size();
  }

  Alternative current() {
    return attachment.alternatives().get(alternative);
  }

  /** The name of the current alternative; empty if none is left. */
  String hook() {
    return exhausted() ? "" : current().hook();
  }

  /** Why each alternative before the current one is not used, in their order. */
  List<String> reasons() {
    return List.copyOf(reasons);
  }

  /** Selects the next alternative, because the kernel refused the current one. */
  void refused(BpfException refusal) {
    LOG.debug("{} not used for {}: {}", hook(), attachment.events(), refusal.report());
    skip(refusal.getMessage());
    skipDisabled();
  }

  private void skipDisabled() {
    while (!exhausted() && disabled.test(current())) {
      skip(ProbeRules.HOOK_DISABLED);
    }
  }

  private void skip(String reason) {
    reasons.add(hook() + ": " + reason);
    alternative++;
  }
}
