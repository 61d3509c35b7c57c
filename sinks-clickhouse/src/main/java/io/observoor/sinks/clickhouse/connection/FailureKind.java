package io.observoor.sinks.clickhouse.connection;

import java.util.Locale;

/** The kinds of failures of a request to ClickHouse. The label {@code error_type} names them. */
public enum FailureKind {
  /** No connection, or the connection broke. */
  UNREACHABLE(Blame.SERVER, "no connection", "start ClickHouse or correct the endpoint"),
  /** No answer within the timeout; the server may have executed the request. */
  TIMEOUT(Blame.SERVER, "no answer in time", "check the load of ClickHouse or raise the timeout"),
  /** The TLS handshake failed. */
  TLS(Blame.SERVER, "TLS failed", "check tls.ca_file, tls.certificate_file and tls.key_file"),
  /** Another server answered, such as a proxy. */
  NOT_CLICKHOUSE(
      Blame.SERVER,
      "the answer is not from ClickHouse",
      "check the endpoint and the proxy in front of it"),
  /** ClickHouse confirmed fewer rows than were sent. */
  UNCONFIRMED(Blame.SERVER, "not all rows were confirmed", "check ClickHouse's log"),
  /** Unknown user, wrong password or token, or a client address that is not allowed. */
  CREDENTIALS(Blame.SERVER, "refused credentials", "correct username and password or access_token"),
  /** The user lacks privileges. */
  RIGHTS(Blame.UNCLEAR, "missing privileges", "GRANT them to the user"),
  /** The database does not exist. */
  DATABASE(Blame.SERVER, "no such database", "create it or correct the database"),
  /** The table has more parts than ClickHouse merges in time. */
  TOO_MANY_PARTS(
      Blame.TRANSIENT,
      "too many parts",
      "inserts succeed again when merges catch up; raise flush_interval and batch_size to insert less often"),
  /** The user or the server is read-only. */
  READ_ONLY(Blame.SERVER, "read-only", "make it writable in the user's profile"),
  /** The replica is not registered in Keeper, or Keeper does not answer. */
  REPLICA(Blame.TRANSIENT, "the replica is not ready", "check system.replicas and Keeper"),
  /** The server is out of memory. */
  MEMORY(Blame.SERVER, "out of memory", "give ClickHouse more memory or lower batch_size"),
  /** A quota or a limit on concurrent requests is exceeded. */
  QUOTA(Blame.SERVER, "limit exceeded", "raise the user's quota or limits"),
  /** The server's disk is full or fails. */
  DISK(Blame.SERVER, "disk error", "free space on ClickHouse's disk"),
  /** Quorums, replicas, a shutdown: temporary states. */
  BUSY(Blame.SERVER, "not ready", "check ClickHouse's log if this persists"),
  /** The server does not know or allow a setting of the sink. */
  SETTINGS(
      Blame.SERVER, "refused a setting", "allow it in the user's profile or update ClickHouse"),
  /** The table does not exist. */
  TABLE(Blame.TABLE, "no such table", "run `observoor migrate up` or enable migrations"),
  /** A column is missing or has another type. */
  COLUMN(Blame.TABLE, "the columns do not match", "run `observoor migrate up` or alter the table"),
  /** The table does not accept a value. */
  ROW(Blame.ROWS, "refused a value", "alter the table or its constraints"),
  /** Any other error of the server. */
  OTHER(Blame.UNCLEAR, "refused", "check ClickHouse's log");

  /** The cause of a failure, which decides which rows are quarantined. */
  public enum Blame {
    /** The server fails as a whole: keep all rows and retry. */
    SERVER,
    /** The table: quarantine its rows, insert the others. */
    TABLE,
    /** Some rows: quarantine them, insert the others. */
    ROWS,
    /** TABLE if it fails repeatedly while other tables accept rows, else SERVER. */
    UNCLEAR,
    /** Usually temporary: as UNCLEAR, but only after some minutes. */
    TRANSIENT
  }

  private final Blame blame;
  private final String cause;
  private final String fix;

  FailureKind(Blame blame, String cause, String fix) {
    this.blame = blame;
    this.cause = cause;
    this.fix = fix;
  }

  /** The cause of the failure. */
  public Blame blame() {
    return blame;
  }

  String cause() {
    return cause;
  }

  String fix() {
    return fix;
  }

  /** The value of the label {@code error_type}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the kind of an error code of ClickHouse. */
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
