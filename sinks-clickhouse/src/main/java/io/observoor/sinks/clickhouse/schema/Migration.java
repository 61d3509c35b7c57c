package io.observoor.sinks.clickhouse.schema;

/**
 * A numbered migration. Both statements are idempotent.
 *
 * @param version the number
 * @param title the name: {@code create_syscall_read}
 * @param up the statement that applies it
 * @param down the statement that reverts it
 */
public record Migration(long version, String title, String up, String down) {

  /** The version that all migrations of the reference agent lead to. */
  public static final long REFERENCE_VERSION = 7;

  private static final String CREATE = "create_";

  /** Returns the table that it creates; empty if it creates none. */
  String table() {
    return title.startsWith(CREATE) ? title.substring(CREATE.length()) : "";
  }

  @Override
  public String toString() {
    return version + " (" + title + ")";
  }
}
