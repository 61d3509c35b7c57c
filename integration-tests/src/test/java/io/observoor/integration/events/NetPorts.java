package io.observoor.integration.events;

/** Sends a prime number of bytes through each labelled port. */
final class NetPorts {

  private NetPorts() {}

  /** Ports of a geth with {@code --http.port 18545 --port=30311}. */
  static Object geth(NetWorker worker, NetWorker peer) throws Exception {
    visit(worker, peer, 18545, 101);
    visit(worker, peer, 8545, 211); // the command line replaces this default
    visit(worker, peer, 8546, 307);
    visit(worker, peer, 8551, 401);
    visit(worker, peer, 30311, 503);
    visitByDatagram(worker, peer, 30311, 601);
    visitByDatagram(worker, peer, 8551, 701);
    visit(peer, worker, 30311, 809);
    return true;
  }

  /** Ports of a lighthouse without flags. */
  static Object lighthouse(NetWorker worker, NetWorker peer) throws Exception {
    visit(worker, peer, 5052, 101);
    visit(worker, peer, 9000, 211);
    visitByDatagram(worker, peer, 9000, 307);
    visitByDatagram(worker, peer, 9001, 401);
    visit(peer, worker, 8551, 503); // another client's port
    return true;
  }

  /** Ports of an unknown client with {@code --authrpc.port=7551 --listen-port 7552}. */
  static Object other(NetWorker worker, NetWorker peer) throws Exception {
    visit(worker, peer, 7551, 101);
    visit(worker, peer, 7552, 211);
    visit(worker, peer, 8551, 307);
    return true;
  }

  /** Connects one worker to a port of another, and sends. */
  private static void visit(NetWorker to, NetWorker from, int port, int bytes) throws Exception {
    to.ask("listen", 0, "inet", port);
    from.ask("connect", 1, "inet", port);
    to.ask("accept", 2, 0);
    from.ask("send", 1, "send", 1, bytes);
    to.ask("receive", 2, "recv", 1, bytes);
    to.ask("close", 2);
    to.ask("close", 0);
    from.ask("close", 1);
  }

  private static void visitByDatagram(NetWorker to, NetWorker from, int port, int bytes)
      throws Exception {
    to.ask("udp", 0, "inet6", port);
    from.ask("udp", 1, "inet6", 0, port);
    from.ask("send", 1, "send", 1, bytes);
    to.ask("receive", 0, "recv", 1, bytes);
    to.ask("close", 0);
    from.ask("close", 1);
  }
}
