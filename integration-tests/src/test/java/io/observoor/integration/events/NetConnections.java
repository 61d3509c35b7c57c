package io.observoor.integration.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.events.NetWorker.Info;
import io.observoor.testing.Await;

/** The workers' tasks with connections. */
final class NetConnections {
  /** Connections of the client to the server in {@link #serve}. */
  static final int CONNECTIONS = 7;

  /** Requests of a connection, and their size. */
  static final int REQUESTS = 3;

  static final int REQUEST = 101;

  /** Answers of a connection, and their size. */
  static final int ANSWERS = 5;

  static final int ANSWER = 4099;

  /** Bytes sent to untracked processes. */
  static final int GREETING = 13;

  /** Refused connections in {@link #refused}. */
  static final int REFUSED = 3;

  private NetConnections() {}

  /**
   * A server and a client exchange data over several connections, two untracked processes do so
   * meanwhile, and each tracked process talks to an untracked one.
   */
  static Object serve(NetWorker server, NetWorker client, NetWorker listening, NetWorker calling)
      throws Exception {
    long port = server.number("listen", 0, "any", 0);
    long strangePort = listening.number("listen", 0, "inet", 0);
    for (int i = 0; i < CONNECTIONS; i++) {
      client.ask("connect", 1, "mapped", port);
      server.ask("accept", 1, 0);
      client.begin("send", 1, "send", REQUESTS, REQUEST);
      server.begin("receive", 1, "recv", REQUESTS, REQUESTS * REQUEST);
      client.end();
      server.end();
      server.begin("send", 1, "write", ANSWERS, ANSWER);
      client.begin("receive", 1, "read", ANSWERS, ANSWERS * ANSWER);
      server.end();
      client.end();
      exchange(calling, listening, strangePort, 2);
      client.ask("close", 1);
      server.ask("drain", 1);
      server.ask("close", 1);
    }
    // one end of each is untracked
    exchange(calling, server, port, 3);
    exchange(client, listening, strangePort, 4);
    server.ask("close", 0);
    return true;
  }

  /** One end sends and closes; then the other closes. */
  private static void exchange(NetWorker from, NetWorker to, long port, int slot) throws Exception {
    from.ask("connect", slot, "inet", port);
    to.ask("accept", slot, 0);
    from.ask("send", slot, "send", 1, GREETING);
    from.ask("close", slot);
    to.ask("drain", slot);
    to.ask("close", slot);
  }

  /** Connects to a port without a listener. */
  static Object refused(NetWorker worker) throws Exception {
    long port = worker.number("listen", 0, "inet", 0);
    worker.ask("close", 0);
    for (int i = 0; i < REFUSED; i++) {
      try {
        worker.ask("connect", 1, "inet", port);
      } catch (AssertionError refused) {
        assertTrue(refused.getMessage().contains("refused"), refused.getMessage());
      }
    }
    return true;
  }

  /** Exits while its connection is open. */
  static Object exit(NetWorker worker) throws Exception {
    worker.connection(0, "inet6");
    worker.kill();
    return true;
  }

  /** Uses a connection that is older than the tracking. */
  static Object goOn(NetWorker worker) throws Exception {
    worker.ask("send", 1, "send", 1, 31);
    worker.ask("receive", 2, "recv", 1, 31);
    worker.ask("close", 1);
    worker.ask("drain", 2);
    worker.ask("close", 2);
    return true;
  }

  /**
   * Sends once; returns TCP_INFO of before. Nothing is acknowledged meanwhile, so the send sees the
   * same levels.
   */
  static Info levels(NetWorker worker) throws Exception {
    worker.connection(0, "inet");
    worker.ask("refuse", 2, "on");
    Info info = worker.info(1);
    worker.ask("send", 1, "send", 1, NetWork.SIZE);
    assertEquals(1, worker.info(1).unacknowledged());
    return info;
  }

  /** Sends data and a SYN that are dropped for a while; returns the retransmissions. */
  static Info lose(NetWorker worker) throws Exception {
    worker.connection(0, "inet");
    worker.ask("refuse", 2, "on");
    worker.ask("send", 1, "send", 1, NetWork.SIZE);
    Await.until("3 retransmits", () -> worker.info(1), info -> info.retransmits() >= 3);
    worker.ask("refuse", 2, "off");
    worker.ask("receive", 2, "recv", 1, NetWork.SIZE);
    Await.until("all data acknowledged", () -> worker.info(1), info -> info.unacknowledged() == 0);
    long port = worker.number("listen", 3, "inet6", 0);
    worker.ask("refuse", 3, "on");
    worker.ask("start", 4, "inet6", port);
    Await.until("a retransmitted SYN", () -> worker.info(4), info -> info.retransmits() >= 1);
    worker.ask("refuse", 3, "off");
    worker.ask("accept", 5, 3);
    Info data = worker.info(1);
    Info syn = worker.info(4);
    return new Info(
        0,
        data.retransmits() + syn.retransmits(),
        data.retransmittedBytes() + syn.retransmittedBytes(),
        0,
        0,
        0);
  }
}
