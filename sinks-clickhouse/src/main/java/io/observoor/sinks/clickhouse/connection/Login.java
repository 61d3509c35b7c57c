package io.observoor.sinks.clickhouse.connection;

/**
 * The credentials of the agent: an access token, or a user and a password.
 *
 * @param user not empty
 * @param password may be empty
 * @param accessToken empty for none
 */
public record Login(String user, String password, String accessToken) {
  private static final String DEFAULT_USER = "default";

  /**
   * Returns the configured login, or else that of the first endpoint that has one: {@code
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

  /** Returns the user without the password: messages contain this. */
  @Override
  public String toString() {
    return accessToken.isEmpty() ? "user " + user : "the access token";
  }
}
