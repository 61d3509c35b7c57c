package io.observoor.sinks.parquet;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a published file: who numbered the batches, and the first and the last batch with
 * rows in the file.
 *
 * @param installation the installation
 * @param first the first batch
 * @param last the last batch
 */
record FileName(String installation, long first, long last) {
  private static final Pattern NAME = Pattern.compile("(.+)-(\\d{12,18})-(\\d{12,18})\\.parquet");
  private static final Pattern INSTALLATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /**
   * Whether the name of an installation can be part of a file name that every reader's glob finds.
   */
  static boolean isInstallation(String name) {
    return INSTALLATION.matcher(name).matches();
  }

  /** Reads a name; nothing when it is none of this sink. */
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
    // Twelve digits keep names in the order of their numbers for 3,000 years of ten batches a
    // second.
    return String.format("%s-%012d-%012d.parquet", installation, first, last);
  }
}
