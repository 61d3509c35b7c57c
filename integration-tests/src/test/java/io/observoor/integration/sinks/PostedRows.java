package io.observoor.integration.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.observoor.integration.Totals;
import io.observoor.integration.Totals.Total;
import io.observoor.testing.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** An HTTP server that keeps the posted rows, and fails on demand. */
final class PostedRows implements AutoCloseable {
  private static final Pattern METRIC = Pattern.compile("\"metric_type\":\"(\\w+)\"");
  private static final Pattern SUM = Pattern.compile("\"sum\":(\\d+)");
  private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> rows = new ArrayList<>();
  private final Map<Fault, Integer> faults = new TreeMap<>();
  private boolean faulty;
  private int requests;

  /** Faults of requests, in turn. */
  enum Fault {
    /** Answers 500 and drops the rows. */
    ERROR,
    /** Answers 429 with a Retry-After and drops the rows. */
    TOO_MANY,
    /** Keeps the rows and cuts the connection instead of answering. */
    CUT
  }

  PostedRows() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/rows", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/rows";
  }

  /** Makes every second request fail, or none. */
  synchronized void setFaulty(boolean wanted) {
    faulty = wanted;
  }

  /** Returns the number of occurrences of each fault. */
  synchronized Map<Fault, Integer> faults() {
    return new TreeMap<>(faults);
  }

  /** Returns all rows that arrived, duplicates included. */
  synchronized List<String> rows() {
    return List.copyOf(rows);
  }

  /** Waits until each fault has occurred. */
  void awaitFaults() {
    Await.until("each fault", this::faults, met -> met.size() == Fault.values().length);
  }

  /** Waits until a row has arrived twice. */
  void awaitRepetition() {
    Await.until(
        "a row arrives twice",
        () -> {
          List<String> arrived = rows();
          return arrived.size() - new HashSet<>(arrived).size();
        },
        repetitions -> repetitions > 0);
  }

  /** Waits until the rows of each metric add up to these counts. */
  void await(Map<String, Long> counts) {
    Await.until(
        "the rows add up to " + counts,
        () -> totals(new HashSet<>(rows()), counts.keySet()).counts(),
        counts::equals);
  }

  /** Adds up the rows of these metrics. */
  static Totals totals(Collection<String> rows, Collection<String> metrics) {
    Map<String, Total> totals = new TreeMap<>();
    for (String row : rows) {
      String metric = group(METRIC, row);
      if (metrics.contains(metric)) {
        Total before = totals.getOrDefault(metric, new Total(0, 0));
        totals.put(
            metric,
            new Total(
                before.count() + Long.parseLong(group(COUNT, row)),
                before.sum() + Double.parseDouble(group(SUM, row))));
      }
    }
    return new Totals(totals);
  }

  private static String group(Pattern pattern, String row) {
    Matcher matcher = pattern.matcher(row);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + row);
    }
    return matcher.group(1);
  }

  private void handle(HttpExchange exchange) throws IOException {
    List<String> lines =
        new String(
                new GZIPInputStream(
                        new ByteArrayInputStream(exchange.getRequestBody().readAllBytes()))
                    .readAllBytes(),
                UTF_8)
            .lines()
            .toList();
    Fault fault = decide(lines);
    if (fault == Fault.TOO_MANY) {
      exchange.getResponseHeaders().set("Retry-After", "1");
    }
    if (fault != Fault.CUT) {
      exchange.sendResponseHeaders(
          fault == Fault.ERROR ? 500 : fault == Fault.TOO_MANY ? 429 : 204, -1);
    }
    exchange.close();
  }

  private synchronized Fault decide(List<String> lines) {
    int number = requests++;
    Fault fault =
        faulty && number % 2 == 1 ? Fault.values()[number / 2 % Fault.values().length] : null;
    if (fault != null) {
      faults.merge(fault, 1, Integer::sum);
    }
    if (fault == null || fault == Fault.CUT) {
      rows.addAll(lines);
    }
    return fault;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
