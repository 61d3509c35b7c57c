package io.observoor.sinks.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Table;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class JsonRowsTest {
  private static final String NO_BUCKETS =
      "{'le_1us':0,'le_10us':0,'le_100us':0,'le_1ms':0,'le_10ms':0,'le_100ms':0,'le_1s':0,'le_10s':0,"
          + "'le_100s':0,'inf':0}";

  /** Every column type, and omitted columns. */
  @Test
  void everyColumnType() {
    String shared =
        "{'metric_type':'everything','updated_date_time':'2026-03-04 12:00:01.359',"
            + "'window_start':'2026-03-04 12:00:00.125','interval_ms':1000,'wallclock_slot':4294967295,"
            + "'wallclock_slot_start_date_time':'2026-03-04 12:00:00.000',";
    String first =
        shared
            + "'pid':4294967295,'client_type':'geth','sampling_mode':'probability','sampling_rate':0.1,"
            + "'port_label':'el_p2p','device_id':8,"
            + "'path':'a \\\"quoted\\\"\\\\\\u000a\\u0009path of ü, 漢 and 🦀',"
            + "'flag':true,'small':255,'short':65535,'big':18446744073709551615,'int':-2147483648,"
            + "'long':-9223372036854775808,'sum':1500000000,'share':12.25,'histogram':"
            + NO_BUCKETS.replace("'le_1us':0", "'le_1us':4294967295").replace("'inf':0", "'inf':7")
            + ",'ids':[-1,0,1],'sizes':[18446744073709551615],'names':['sda','','s\\\"b'],"
            + "'meta_client_name':'client-ä'}";
    String second =
        shared
            + "'pid':2,'client_type':'unknown','sampling_mode':'none','sampling_rate':1,"
            + "'device_id':0,'path':'','flag':false,'small':0,'short':0,'big':0,'int':0,'long':0,'sum':0,"
            + "'share':null,'histogram':"
            + NO_BUCKETS
            + ",'ids':[],'sizes':[],'names':[],'meta_client_name':'client-ä'}";
    List<String> lines = Samples.lines(Samples.batch(1, Samples.everything()));
    assertEquals(first.replace('\'', '"'), lines.get(0));
    assertEquals(second.replace('\'', '"'), lines.get(1));
    assertEquals(2, lines.size());
  }

  @Test
  void formatsTimesInUtc() {
    DateTimeFormatter expected =
        DateTimeFormatter.ofPattern("\"uuuu-MM-dd HH:mm:ss.SSS\"").withZone(ZoneOffset.UTC);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100_000; i++) {
      // From 1900 to 2299, the range of DateTime64(3).
      long millis = random.nextLong(-2_208_988_800_000L, 10_413_792_000_000L);
      JsonBuffer buffer = new JsonBuffer(1);
      assertEquals(expected.format(Instant.ofEpochMilli(millis)), text(buffer.time(millis)));
    }
  }

  @Test
  void formatsNumbers() {
    assertEquals("0", text(new JsonBuffer(1).number(0)));
    assertEquals("-1", text(new JsonBuffer(1).number(-1)));
    assertEquals("9223372036854775807", text(new JsonBuffer(1).number(Long.MAX_VALUE)));
    assertEquals("10000000000000000000", text(new JsonBuffer(1).unsigned(-8446744073709551616L)));
    assertEquals("0.5", text(new JsonBuffer(1).real(0.5f)));
    assertEquals("-3", text(new JsonBuffer(1).real(-3)));
    assertEquals("16777216", text(new JsonBuffer(1).real(16_777_216f)));
    assertEquals("1.0E20", text(new JsonBuffer(1).real(1e20f)));
    assertEquals("null", text(new JsonBuffer(1).real(Float.NEGATIVE_INFINITY)));
  }

  @Test
  void replacesUnpairedSurrogates() {
    assertEquals("\"a\uFFFDb\uFFFD\"", text(new JsonBuffer(1).text("a\uD83Eb\uDD80")));
  }

  @Test
  void rowsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Batch batch = Samples.batch(1, 10_000);
    Table table = batch.rows().tables().getFirst();
    JsonBuffer buffer = new JsonBuffer(4 << 20);
    JsonRows.write(table, 0, buffer);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int row = 0; row < table.rows(); row++) {
      JsonRows.write(table, row, buffer);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < table.rows(), () -> allocated + " bytes");
  }

  private static String text(JsonBuffer buffer) {
    return new String(buffer.array(), 0, buffer.length(), UTF_8);
  }
}
