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
 * Connects to the first endpoint that answers, starting with the one that answered last. One thread
 * at a time.
 */
public final class Connector {
  private static final Logger LOG = LoggerFactory.getLogger("sinks.clickhouse");
  private static final long MAX_CONNECT_MILLIS = 10_000;

  /** ClickHouse closes idle connections after 10 s, older versions after 3 s. */
  private static final long KEEP_ALIVE_MILLIS = 2_500;

  private final ConnectionSettings settings;
  private final Consumer<FailureKind> failures;
  private int preferredIndex;

  /** Creates a connector that does not report failures. */
  public Connector(ConnectionSettings settings) {
    this(settings, _ -> {});
  }

  /**
   * Creates a connector.
   *
   * @param failures receives the kind of each failed attempt
   */
  public Connector(ConnectionSettings settings, Consumer<FailureKind> failures) {
    this.settings = settings;
    this.failures = failures;
  }

  /** Logs how endpoints differ from the configured ones. */
  public void logEndpointNotes() {
    for (Endpoint endpoint : settings.endpoints()) {
      if (!endpoint.note().isEmpty()) {
        LOG.warn("endpoint {}", endpoint.note());
      }
    }
  }

  /**
   * Connects and checks that the server answers a query.
   *
   * @throws SinkException when no endpoint answers, or the first that answers refuses
   */
  public ClickHouseConnection connect() throws SinkException {
    Optional<SSLContext> tls = Tls.context(settings);
    List<String> failed = new ArrayList<>();
    ServerFailure last = null;
    int endpoints = settings.endpoints().size();
    for (int i = 0; i < endpoints; i++) {
      int index = (preferredIndex + i) % endpoints;
      ClickHouseConnection connection = open(settings.endpoints().get(index), tls);
      try {
        connection.check();
        if (index != preferredIndex) {
          LOG.warn(
              "{} does not answer, using {}",
              settings.endpoints().get(preferredIndex),
              connection.endpoint());
          preferredIndex = index;
        }
        return connection;
      } catch (ServerFailure e) {
        failures.accept(e.kind());
        connection.close();
        if (!triesNextEndpoint(e.kind())) {
          throw new SinkException(e.getMessage() + " as " + settings.login(), e);
        }
        last = e;
        failed.add(e.getMessage());
      }
    }
    throw new SinkException(String.join("; ", failed), last);
  }

  /** Makes the next connection start with another endpoint, because this one failed in use. */
  public void avoid(Endpoint endpoint) {
    if (settings.endpoints().get(preferredIndex).equals(endpoint)
        && settings.endpoints().size() > 1) {
      preferredIndex = (preferredIndex + 1) % settings.endpoints().size();
      LOG.warn("{} failed, trying {} next", endpoint, settings.endpoints().get(preferredIndex));
    }
  }

  /** Returns whether a failure of this kind makes the sink try the next endpoint. */
  public static boolean triesNextEndpoint(FailureKind kind) {
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
            .setConnectTimeout(Math.clamp(timeout / 10, 1_000, MAX_CONNECT_MILLIS))
            .setConnectionRequestTimeout(timeout, ChronoUnit.MILLIS)
            .setSocketTimeout(timeout)
            .setKeepAliveTimeout(KEEP_ALIVE_MILLIS, ChronoUnit.MILLIS)
            .compressServerResponse(false)
            .compressClientRequest(settings.compression() != Compression.NONE)
            // the server answers only when the insert is complete
            .serverSetting("wait_end_of_query", "1")
            .serverSetting("async_insert", "0")
            // the name before 23.10, which newer servers accept too
            .serverSetting("insert_distributed_sync", "1")
            // an unknown column is an error
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
