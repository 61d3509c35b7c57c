package io.observoor.sinks.clickhouse.connection;

import java.util.Locale;

/** What can go wrong between the agent and ClickHouse, as far as it matters what to do about it. */
public enum FailureKind {
  /** Nobody answers, or the connection broke. */
  UNREACHABLE(Blame.PLACE, "no connection", "start ClickHouse or correct the endpoint"),
  /** No answer in time; the request may have been done. */
  TIMEOUT(Blame.PLACE, "no answer in time", "see what keeps ClickHouse busy or raise the timeout"),
  /** Certificates do not fit. */
  TLS(Blame.PLACE, "TLS failed", "check tls.ca_file, tls.certificate_file and tls.key_file"),
  /** Something between answers in ClickHouse's place. */
  NOT_CLICKHOUSE(
      Blame.PLACE, "the answer is not ClickHouse's", "check the endpoint and the proxy before it"),
  /** ClickHouse does not say that it has written all rows. */
  UNCONFIRMED(Blame.PLACE, "not all rows were confirmed", "see ClickHouse's log"),
  /** Unknown user, wrong password or token, or not from this address. */
  CREDENTIALS(Blame.PLACE, "refused credentials", "correct username and password or access_token"),
  /** The user must not do this. */
  RIGHTS(Blame.UNCLEAR, "no rights", "GRANT them to the user"),
  /** There is no such database. */
  DATABASE(Blame.PLACE, "no such database", "create it or correct the database"),
  /** More parts than ClickHouse merges. */
  TOO_MANY_PARTS(
      Blame.PASSING,
      "too many parts",
      "it passes when merges catch up; raise flush_interval and batch_size to insert less often"),
  /** The user or the server is read-only. */
  READ_ONLY(Blame.PLACE, "read-only", "make it writable: the user's profile"),
  /** A replica that Keeper does not know, or does not answer for. */
  REPLICA(Blame.PASSING, "the replica is not ready", "see system.replicas and Keeper"),
  /** Not enough memory. */
  MEMORY(Blame.PLACE, "out of memory", "give ClickHouse more memory or lower batch_size"),
  /** A quota is used up, or too much runs at once. */
  QUOTA(Blame.PLACE, "over a limit", "raise the user's quota or limits"),
  /** The disk is full. */
  DISK(Blame.PLACE, "disk trouble", "free space on ClickHouse's disk"),
  /** Quorums, replicas, a shutdown: what passes by itself. */
  BUSY(Blame.PLACE, "not ready", "see ClickHouse's log if it does not pass"),
  /** The server does not know or allow a setting of the sink's. */
  SETTINGS(Blame.PLACE, "refused a setting", "allow it in the user's profile or update ClickHouse"),
  /** There is no such table. */
  TABLE(Blame.TABLE, "no such table", "run `observoor migrate up` or enable migrations"),
  /** The table has no such column, or one of another type. */
  COLUMN(Blame.TABLE, "the columns do not fit", "run `observoor migrate up` or alter the table"),
  /** A value that the table does not take. */
  ROW(Blame.ROWS, "a value is refused", "alter the table or its constraints"),
  /** Anything else that the server says. */
  OTHER(Blame.UNCLEAR, "refused", "see ClickHouse's log");

  /** Whose fault it is. */
  public enum Blame {
    /** The place's state: everything waits and is tried again. */
    PLACE,
    /** The table's: the others go on. */
    TABLE,
    /** Some rows': the others go on. */
    ROWS,
    /** The table's if others succeed at the same time again and again, the place's otherwise. */
    UNCLEAR,
    /** The same for what passes by itself as a rule: the table's after some minutes only. */
    PASSING
  }

  private final Blame blame;
  private final String cause;
  private final String fix;

  FailureKind(Blame blame, String cause, String fix) {
    this.blame = blame;
    this.cause = cause;
    this.fix = fix;
  }

  /** Whose fault it is. */
  public Blame blame() {
    return blame;
  }

  /** In a few words. */
  String cause() {
    return cause;
  }

  /** What to do about it. */
  String fix() {
    return fix;
  }

  /** As the label {@code error_type} says it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What an error code of the server means. */
  static FailureKind ofCode(int code) {
    return switch (code) {
      case 192, 193, 194, 195, 516 -> CREDENTIALS;
      case 497 -> RIGHTS;
      case 81 -> DATABASE;
      case 252 -> TOO_MANY_PARTS;
      case 164 -> READ_ONLY;
      case 242, 999 -> REPLICA;
      case 241, 173 -> MEMORY;
      case 201, 202, 198, 290 -> QUOTA;
      case 243, 74, 75, 76, 79 -> DISK;
      case 159, 160 -> TIMEOUT;
      case 209, 210, 236, 279, 285, 319, 394, 425, 439, 473, 599, 745 -> BUSY;
      case 115, 452 -> SETTINGS;
      case 60, 218 -> TABLE;
      case 8, 10, 15, 16, 20, 47, 50, 53, 70 -> COLUMN;
      case 6, 25, 26, 27, 33, 38, 41, 44, 69, 72, 85, 117, 131, 190, 321, 349, 395, 407, 469, 691 ->
          ROW;
      default -> OTHER;
    };
  }
}
