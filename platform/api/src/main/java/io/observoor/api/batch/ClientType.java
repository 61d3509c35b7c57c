package io.observoor.api.batch;

import java.util.Locale;

/**
 * The Ethereum clients that the agent knows. The ids are those of the reference agent's records.
 */
public enum ClientType {
  /** A tracked process that is no known client. */
  UNKNOWN(0),
  /** go-ethereum, execution. */
  GETH(1),
  /** Reth, execution. */
  RETH(2),
  /** Hyperledger Besu, execution. */
  BESU(3),
  /** Nethermind, execution. */
  NETHERMIND(4),
  /** Erigon, execution. */
  ERIGON(5),
  /** Prysm, consensus: its beacon node and its validator. */
  PRYSM(6),
  /** Lighthouse, consensus. */
  LIGHTHOUSE(7),
  /** Teku, consensus. */
  TEKU(8),
  /** Lodestar, consensus. */
  LODESTAR(9),
  /** Nimbus, consensus. */
  NIMBUS(10),
  /** ethrex, execution. */
  ETHREX(11),
  /** Grandine, consensus. */
  GRANDINE(12);

  private static final ClientType[] BY_ID = values();

  private final int id;
  private final String text = name().toLowerCase(Locale.ROOT);

  ClientType(int id) {
    this.id = id;
  }

  /** The number in records and maps, 0 to 255. */
  public int id() {
    return id;
  }

  /** The value of the column {@code client_type}. */
  public String text() {
    return text;
  }

  /** Returns the client of an id, {@link #UNKNOWN} for a number that is no id. */
  public static ClientType of(int id) {
    return id >= 0 && id < BY_ID.length ? BY_ID[id] : UNKNOWN;
  }
}
