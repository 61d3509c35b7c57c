package io.observoor.sinks.parquet;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a published file.
 *
 * @param installation the installation that numbers the batches
 * @param first the first batch with rows in the file
 * @param last the last batch with rows in the file
 */
record FileName(String installation, long first, long last) {
  private static final Pattern NAME = Pattern.compile("(.+)-(\\d{12,18})-(\\d{12,18})\\.parquet");
  private static final Pattern INSTALLATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /** Whether file names may contain the installation's name, so that globs match them. */
  static boolean isInstallation(String name) {
    return INSTALLATION.matcher(name).matches();
  }

  /** Parses a name; empty if it is not a file of this sink. */
  static Optional<FileName> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new FileName(
                matcher.group(1),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }

  boolean covers(long batch) {
    return first <= batch && batch <= last;
  }

  @Override
  public String toString() {
    // With twelve digits names sort by number for 3,000 years of ten batches per second.
    return String.format("%s-%012d-%012d.parquet", installation, first, last);
  }
}
