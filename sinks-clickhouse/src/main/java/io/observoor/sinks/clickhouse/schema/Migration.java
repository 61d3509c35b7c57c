package io.observoor.sinks.clickhouse.schema;

/**
 * A numbered step of the schema: one statement that does it, one that undoes it.
 *
 * @param version its number
 * @param title what it does: {@code create_syscall_read}
 * @param up does it; it can be run again without harm
 * @param down undoes it; it can be run again without harm
 */
public record Migration(long version, String title, String up, String down) {

  /** The step that stands for all of the reference agent's. */
  public static final long OF_REFERENCE = 7;

  private static final String CREATE = "create_";

  /** The table that it makes; empty if it makes none. */
  String table() {
    return title.startsWith(CREATE) ? title.substring(CREATE.length()) : "";
  }

  /** Number and title. */
  @Override
  public String toString() {
    return version + " (" + title + ")";
  }
}
