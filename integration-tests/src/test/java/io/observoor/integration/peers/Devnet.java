package io.observoor.integration.peers;

import io.observoor.integration.Commands;
import io.observoor.integration.Processes;
import io.observoor.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A private Ethereum network: geth, Prysm's beacon node and its validator, with a block every three
 * seconds.
 */
final class Devnet implements AutoCloseable {
  private static final Duration DEADLINE = Await.DEADLINE.multipliedBy(2);
  private static final int CHAIN = 32382;
  private static final int VALIDATORS = 64;
  private static final long NEVER = -1;

  private final List<Node> nodes = new ArrayList<>();
  private final Ports ports = new Ports();
  private final JsonApi geth = new JsonApi(ports.http);
  private final JsonApi beacon = new JsonApi(ports.beacon);
  private final Transfers transfers = new Transfers(CHAIN);

  private Devnet() {}

  /**
   * Starts a network.
   *
   * @param directory for its files
   * @param gethProgram geth
   * @param prysm the directory with Prysm's programs
   */
  static Devnet start(Path directory, Path gethProgram, Path prysm) throws IOException {
    Devnet devnet = new Devnet();
    try {
      devnet.begin(Files.createDirectories(directory), gethProgram, prysm);
      return devnet;
    } catch (IOException | RuntimeException | Error e) {
      devnet.close();
      throw e;
    }
  }

  private void begin(Path directory, Path gethProgram, Path prysm) throws IOException {
    // the kernel names a process after its file
    String program = Files.createSymbolicLink(directory.resolve("geth"), gethProgram).toString();
    Files.writeString(directory.resolve("config.yml"), chainConfiguration());
    Files.writeString(directory.resolve("in.json"), genesis());
    Files.writeString(directory.resolve("jwt.hex"), "0b5e7bad".repeat(8));
    Commands.run(
        List.of(
            "env",
            "-C",
            directory.toString(),
            prysm.resolve("prysmctl").toString(),
            "testnet",
            "generate-genesis",
            "--fork=deneb",
            "--num-validators=" + VALIDATORS,
            "--genesis-time-delay=12",
            "--chain-config-file=config.yml",
            "--geth-genesis-json-in=in.json",
            "--geth-genesis-json-out=genesis.json",
            "--output-ssz=genesis.ssz"));
    Commands.run(
        List.of(
            "env",
            "-C",
            directory.toString(),
            program,
            "init",
            "--datadir=execution",
            "genesis.json"));
    nodes.add(Node.start(directory, execution(program)));
    nodes.add(Node.start(directory, beacon(prysm)));
    nodes.add(Node.start(directory, validator(prysm)));
  }

  private List<String> execution(String program) {
    return List.of(
        program,
        "--datadir=execution",
        "--networkid=" + CHAIN,
        "--nodiscover",
        "--maxpeers=0",
        "--syncmode=full",
        "--ipcdisable",
        // room for all pending transfers
        "--txpool.accountslots=100000",
        "--txpool.globalslots=100000",
        "--http",
        "--http.port=" + ports.http,
        "--port=" + ports.gethPeers,
        "--authrpc.port=" + ports.engine,
        "--authrpc.jwtsecret=jwt.hex");
  }

  private List<String> beacon(Path prysm) {
    return List.of(
        prysm.resolve("beacon-chain").toString(),
        "--datadir=beacon",
        "--genesis-state=genesis.ssz",
        "--chain-config-file=config.yml",
        "--chain-id=" + CHAIN,
        "--execution-endpoint=http://127.0.0.1:" + ports.engine,
        "--jwt-secret=jwt.hex",
        "--interop-eth1data-votes",
        "--min-sync-peers=0",
        "--minimum-peers-per-subnet=0",
        "--contract-deployment-block=0",
        "--bootstrap-node=",
        "--no-discovery",
        "--accept-terms-of-use",
        "--suggested-fee-recipient=" + Transfers.account(),
        "--rpc-port=" + ports.rpc,
        "--http-port=" + ports.beacon,
        "--p2p-host-ip=127.0.0.1",
        "--p2p-tcp-port=" + ports.peers,
        "--p2p-udp-port=" + ports.discovery,
        "--p2p-quic-port=" + ports.quic,
        "--monitoring-port=" + ports.beaconMetrics);
  }

  private List<String> validator(Path prysm) {
    return List.of(
        prysm.resolve("validator").toString(),
        "--datadir=validator",
        "--interop-num-validators=" + VALIDATORS,
        "--interop-start-index=0",
        "--beacon-rpc-provider=127.0.0.1:" + ports.rpc,
        "--chain-config-file=config.yml",
        "--accept-terms-of-use",
        "--suggested-fee-recipient=" + Transfers.account(),
        "--monitoring-port=" + ports.validatorMetrics);
  }

  private static String chainConfiguration() {
    StringBuilder forks = new StringBuilder();
    int version = 0x89;
    for (String fork : List.of("ALTAIR", "BELLATRIX", "CAPELLA", "DENEB", "ELECTRA", "FULU")) {
      version++;
      boolean ever = !List.of("ELECTRA", "FULU").contains(fork);
      forks.append("%s_FORK_VERSION: 0x200000%x\n".formatted(fork, version));
      forks.append(
          "%s_FORK_EPOCH: %s\n".formatted(fork, ever ? "0" : Long.toUnsignedString(NEVER)));
    }
    return """
        CONFIG_NAME: observoor-test
        PRESET_BASE: mainnet
        GENESIS_FORK_VERSION: 0x20000089
        %sTERMINAL_TOTAL_DIFFICULTY: 0
        SECONDS_PER_SLOT: 3
        SLOTS_PER_EPOCH: 32
        MIN_GENESIS_ACTIVE_VALIDATOR_COUNT: %d
        DEPOSIT_CHAIN_ID: %d
        DEPOSIT_NETWORK_ID: %d
        """
        .formatted(forks, VALIDATORS, CHAIN, CHAIN);
  }

  private static String genesis() {
    return """
        {"config": {"chainId": %d, "homesteadBlock": 0, "eip150Block": 0, "eip155Block": 0,
         "eip158Block": 0, "byzantiumBlock": 0, "constantinopleBlock": 0, "petersburgBlock": 0,
         "istanbulBlock": 0, "berlinBlock": 0, "londonBlock": 0, "mergeNetsplitBlock": 0,
         "shanghaiTime": 0, "cancunTime": 0, "terminalTotalDifficulty": 0,
         "blobSchedule": {"cancun": {"target": 3, "max": 6, "baseFeeUpdateFraction": 3338477}}},
         "alloc": {"%s": {"balance": "0x43c33c1937564800000"}},
         "coinbase": "0x0000000000000000000000000000000000000000",
         "difficulty": "0x0", "extraData": "0x", "gasLimit": "0x1c9c380", "nonce": "0x0",
         "timestamp": "0x0"}
        """
        .formatted(CHAIN, Transfers.account());
  }

  /** Returns the clients: geth, beacon-chain, validator. */
  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** Waits until geth has this block. */
  void awaitBlock(long block) throws InterruptedException {
    try {
      Await.until(
          DEADLINE,
          "block " + block,
          () -> {
            assertAlive();
            return block();
          },
          newest -> newest >= block);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + nodes.get(1).tail(), e);
    }
  }

  /** Fails if a client has ended. */
  void assertAlive() {
    for (Node node : nodes) {
      node.assertAlive();
    }
  }

  /** Returns the number of geth's newest block; -1 while geth does not answer. */
  long block() throws InterruptedException {
    try {
      return geth.number("eth_blockNumber", "[]");
    } catch (IOException e) {
      return -1;
    }
  }

  /** Signs transfers, to be sent in this order. */
  List<String> sign(int count) {
    List<String> signed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      signed.add(transfers.next());
    }
    return signed;
  }

  /** Sends a transfer to geth. */
  void send(String transfer) throws IOException, InterruptedException {
    String answer = geth.call("eth_sendRawTransaction", "[\"" + transfer + "\"]");
    if (!answer.contains("\"result\"")) {
      throw new AssertionError("geth refuses a transfer: " + answer);
    }
  }

  /** Returns the number of transfers in blocks. */
  long transferred() throws IOException, InterruptedException {
    return geth.number(
        "eth_getTransactionCount", "[\"%s\", \"latest\"]".formatted(Transfers.account()));
  }

  /** Queries the beacon node's state. */
  String syncing() throws IOException, InterruptedException {
    return beacon.get("/eth/v1/node/syncing");
  }

  /** Stops all clients, so that the kernel's counters do not change. */
  void stop() throws IOException {
    for (Node node : nodes) {
      Processes.stop(node.pid());
    }
  }

  /** Resumes all clients. */
  void resume() {
    nodes.forEach(node -> Processes.resume(node.pid()));
  }

  /** Reads the kernel's counters of each client by name; the clients must be stopped. */
  Map<String, Account> accounts() throws IOException {
    Map<String, Account> accounts = new TreeMap<>();
    for (Node node : nodes) {
      accounts.put(node.name(), Account.read(node.pid()));
    }
    return accounts;
  }

  /** Returns the client that owns a connection's end; empty for other processes. */
  String owner(int local, int remote) {
    if (local == ports.http || local == ports.engine) {
      return "geth";
    }
    if (local == ports.rpc || local == ports.beacon || remote == ports.engine) {
      return "beacon-chain";
    }
    return remote == ports.rpc ? "validator" : "";
  }

  @Override
  public void close() {
    nodes.forEach(Node::interrupt);
    nodes.forEach(Node::close);
    geth.close();
    beacon.close();
  }
}
