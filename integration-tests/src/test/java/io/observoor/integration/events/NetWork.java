package io.observoor.integration.events;

import java.io.IOException;
import java.util.List;

/**
 * The bytes and calls of a worker.
 *
 * @param worker the worker
 * @param sent bytes
 * @param sends messages
 * @param received bytes
 * @param receives calls
 */
record NetWork(NetWorker worker, long sent, long sends, long received, long receives) {
  static final int SIZE = 1009;
  private static final int DATAGRAM = 101;

  /** Calls by family. */
  private static final List<Integer> CALLS = List.of(7, 11, 13);

  private static final List<String> FAMILIES = List.of("inet", "inet6", "mapped");

  /** Sends over TCP to itself in every family, and receives all. */
  static NetWork tcp(NetWorker worker, String send, String receive) throws IOException {
    NetWork work = new NetWork(worker, 0, 0, 0, 0);
    for (int i = 0; i < FAMILIES.size(); i++) {
      work = work.stream(FAMILIES.get(i), send, receive, CALLS.get(i));
    }
    return work;
  }

  /** Sends over multipath TCP to itself. */
  static NetWork multipath(NetWorker worker) throws IOException {
    return new NetWork(worker, 0, 0, 0, 0)
        .stream("mptcp-inet", "sendmsg", "recv", 17).stream("mptcp-inet6", "write", "read", 19);
  }

  /** Sends over UDP to itself. */
  static NetWork udp(NetWorker worker, String send, String receive) throws IOException {
    long sent = 0;
    long sends = 0;
    long receives = 0;
    for (int i = 0; i < FAMILIES.size(); i++) {
      int calls = CALLS.get(i);
      long port = worker.number("udp", 0, FAMILIES.get(i), 0);
      worker.ask("udp", 1, FAMILIES.get(i), 0, port);
      long bytes =
          send.equals("sendto")
              ? worker.number("sendto", 1, FAMILIES.get(i), port, calls, DATAGRAM)
              : worker.number("send", 1, send, calls, DATAGRAM);
      sent += bytes;
      sends += calls * (long) messages(send);
      receives += worker.ask("receive", 0, receive, 1, bytes).get(1);
      worker.ask("close", 0);
      worker.ask("close", 1);
    }
    return new NetWork(worker, sent, sends, sent, receives);
  }

  private NetWork stream(String family, String send, String receive, int calls) throws IOException {
    worker.connection(0, family);
    long bytes = worker.number("send", 1, send, calls, SIZE);
    List<Long> taken = worker.ask("receive", 2, receive, receive.equals("zerocopy") ? 1 : 3, bytes);
    worker.ask("close", 1);
    worker.ask("drain", 2);
    worker.ask("close", 2);
    worker.ask("close", 0);
    return new NetWork(
        worker,
        sent + bytes,
        sends + calls * (long) messages(send),
        received + taken.get(0),
        receives + taken.get(1));
  }

  /** Returns the messages that one call sends. */
  private static int messages(String send) {
    return send.equals("sendmmsg") ? 2 : 1;
  }
}
