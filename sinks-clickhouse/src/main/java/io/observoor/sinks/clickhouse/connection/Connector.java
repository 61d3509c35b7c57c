package io.observoor.sinks.clickhouse.connection;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.CompressionMethod;
import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ConnectionSettings.Compression;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to the first endpoint that answers, beginning with the one that did last time. One
 * thread at a time.
 */
public final class Connector {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
  private static final long LONGEST_CONNECT_MILLIS = 10_000;

  /** ClickHouse closes connections that nobody used for 10 s, older ones after 3 s. */
  private static final long KEEP_ALIVE_MILLIS = 2_500;

  private final ConnectionSettings settings;
  private final Consumer<FailureKind> failures;
  private int preferred;

  /** For these settings. */
  public Connector(ConnectionSettings settings) {
    this(settings, _ -> {});
  }

  /**
   * For these settings.
   *
   * @param failures is told of each attempt that fails
   */
  public Connector(ConnectionSettings settings, Consumer<FailureKind> failures) {
    this.settings = settings;
    this.failures = failures;
  }

  /** Logs what was understood otherwise than it was written. */
  public void tellNotes() {
    for (Endpoint endpoint : settings.endpoints()) {
      if (!endpoint.note().isEmpty()) {
        LOG.warn("clickhouse endpoint: {}", endpoint.note());
      }
    }
  }

  /**
   * Connects, and asks the server for its version to see that it answers.
   *
   * @throws SinkException when no endpoint answers, or the first one that does refuses
   */
  public ClickHouseConnection connect() throws SinkException {
    Optional<SSLContext> tls = Tls.context(settings);
    List<String> dead = new ArrayList<>();
    ServerFailure last = null;
    int endpoints = settings.endpoints().size();
    for (int i = 0; i < endpoints; i++) {
      int index = (preferred + i) % endpoints;
      ClickHouseConnection connection = open(settings.endpoints().get(index), tls);
      try {
        connection.check();
        if (index != preferred) {
          LOG.warn(
              "clickhouse: {} does not answer, {} is used from now on",
              settings.endpoints().get(preferred),
              connection.endpoint());
          preferred = index;
        }
        return connection;
      } catch (ServerFailure e) {
        failures.accept(e.kind());
        connection.close();
        if (!isAnotherTried(e.kind())) {
          throw new SinkException(e.getMessage() + " as " + settings.login(), e);
        }
        last = e;
        dead.add(e.getMessage());
      }
    }
    throw new SinkException(String.join("; ", dead), last);
  }

  /** The next connection begins with the next endpoint: this one broke while it was used. */
  public void avoid(Endpoint endpoint) {
    if (settings.endpoints().get(preferred).equals(endpoint) && settings.endpoints().size() > 1) {
      preferred = (preferred + 1) % settings.endpoints().size();
      LOG.warn(
          "clickhouse: {} failed, {} is tried next", endpoint, settings.endpoints().get(preferred));
    }
  }

  /** Whether an endpoint that fails so is left for another. */
  public static boolean isAnotherTried(FailureKind kind) {
    return switch (kind) {
      case UNREACHABLE, TIMEOUT, TLS, NOT_CLICKHOUSE, BUSY, REPLICA -> true;
      default -> false;
    };
  }

  private ClickHouseConnection open(Endpoint endpoint, Optional<SSLContext> tls) {
    long timeout = settings.timeout().toMillis();
    Client.Builder builder =
        new Client.Builder()
            .addEndpoint(endpoint.url())
            .setDefaultDatabase(settings.database())
            .setClientName("observoor")
            .useAsyncRequests(false)
            .setMaxRetries(0)
            .retryOnFailures(ClientFaultCause.None)
            .setMaxConnections(settings.workers())
            .setConnectTimeout(Math.clamp(timeout / 10, 1_000, LONGEST_CONNECT_MILLIS))
            .setConnectionRequestTimeout(timeout, ChronoUnit.MILLIS)
            .setSocketTimeout(timeout)
            .setKeepAliveTimeout(KEEP_ALIVE_MILLIS, ChronoUnit.MILLIS)
            .compressServerResponse(false)
            .compressClientRequest(settings.compression() != Compression.NONE)
            // an answer is one only when all is done
            .serverSetting("wait_end_of_query", "1")
            .serverSetting("async_insert", "0")
            // its name before 23.10, which newer servers know too
            .serverSetting("insert_distributed_sync", "1")
            // nothing is left out in silence
            .serverSetting("input_format_skip_unknown_fields", "0");
    if (settings.compression() != Compression.NONE) {
      builder.compressionMethod(CompressionMethod.valueOf(settings.compression().name()));
    }
    if (settings.login().accessToken().isEmpty()) {
      builder.setUsername(settings.login().user()).setPassword(settings.login().password());
    } else {
      builder.useBearerTokenAuth(settings.login().accessToken());
    }
    tls.ifPresent(builder::setSSLContext);
    return new ClickHouseConnection(builder.build(), endpoint, settings.database());
  }
}
