package io.observoor.sinks.clickhouse.connection;

/**
 * Who the agent is to ClickHouse. Either a token or a user.
 *
 * @param user the user; not empty
 * @param password the password, which may be empty
 * @param accessToken a token; empty for none
 */
public record Login(String user, String password, String accessToken) {
  private static final String DEFAULT_USER = "default";

  /**
   * From the configuration; what it leaves empty may stand in the endpoint, as {@code
   * http://user:password@host:port}.
   */
  public static Login of(String user, String password, String accessToken, String endpoints) {
    if (!user.isEmpty() || !password.isEmpty() || !accessToken.isEmpty()) {
      return new Login(user.isEmpty() ? DEFAULT_USER : user, password, accessToken);
    }
    String info = Endpoint.userInfo(endpoints).orElse(DEFAULT_USER);
    int colon = info.indexOf(':');
    return colon < 0
        ? new Login(info, "", "")
        : new Login(info.substring(0, colon), info.substring(colon + 1), "");
  }

  /** Only the user: passwords are in no message. */
  @Override
  public String toString() {
    return accessToken.isEmpty() ? "user " + user : "the access token";
  }
}
