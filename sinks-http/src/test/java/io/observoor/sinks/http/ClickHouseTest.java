package io.observoor.sinks.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.testing.clickhouse.ClickHouseServer;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** ClickHouse, an independent parser, reads the posted bodies. */
@Timeout(120)
final class ClickHouseTest {
  @TempDir Path directory;

  @Test
  void clickHouseReadsEveryTypeAndEncoding() throws Exception {
    try (ClickHouseServer server = ClickHouseServer.start(directory.resolve("server"))) {
      server.query(
          """
          CREATE TABLE received (
            metric_type String, updated_date_time DateTime64(3, 'UTC'), window_start DateTime64(3, 'UTC'),
            wallclock_slot UInt32, pid UInt32, sampling_rate Float32, port_label String, path String,
            flag Bool, small UInt8, short UInt16, big UInt64, int Int32, long Int64, sum Float32, share Float32,
            histogram Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32,
              le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32),
            ids Array(Int32), sizes Array(UInt64), names Array(String), meta_client_name String
          ) ENGINE = Memory""");
      // ClickHouse's snappy is Hadoop's format, which this sink does not write.
      for (Compression compression :
          List.of(Compression.NONE, Compression.GZIP, Compression.ZLIB, Compression.ZSTD)) {
        post(server, compression);
      }
      assertEquals(
          List.of(List.of("8", "2")), server.query("SELECT count(), uniqExact(*) FROM received"));
      assertEquals(
          List.of(
              List.of(
                  "2026-03-04 12:00:00.125",
                  "4294967295",
                  "4294967295",
                  "0.1",
                  "el_p2p",
                  "true",
                  "255",
                  "65535",
                  "18446744073709551615",
                  "-2147483648",
                  "-9223372036854775808",
                  "1500000000",
                  "12.25",
                  "(4294967295,0,0,0,0,0,0,0,0,7)",
                  "[-1,0,1]",
                  "[18446744073709551615]",
                  "client-ä")),
          server.query(
              "SELECT DISTINCT window_start, wallclock_slot, pid, sampling_rate, port_label, flag, small, short,"
                  + " big, int, long, sum, share, histogram, ids, sizes, meta_client_name FROM received WHERE flag"));
      assertEquals("31", server.value("SELECT DISTINCT lengthUTF8(path) FROM received WHERE flag"));
    }
  }

  private void post(ClickHouseServer server, Compression compression) throws Exception {
    String query =
        "INSERT INTO received SETTINGS input_format_skip_unknown_fields = 1 FORMAT JSONEachRow";
    Settings settings =
        SettingsBuilder.of(
                Samples.settings(
                    server.endpoint() + "/?query=" + URLEncoder.encode(query, UTF_8), directory))
            .compression(compression)
            .build();
    try (OpenSink sink = OpenSink.of(settings)) {
      sink.sink().write(Samples.batch(1, Samples.everything()));
      assertEquals(1, sink.sink().flush());
    }
  }
}
