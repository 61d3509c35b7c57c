package io.observoor.benchmarks.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A go-ethereum node of a private chain with a block every two seconds and one caller. One thread.
 */
final class Geth implements AutoCloseable {
  private static final Pattern NUMBER = Pattern.compile("\"result\":\\s*\"0x([0-9a-f]+)\"");
  private static final Pattern ACCOUNT = Pattern.compile("0x[0-9a-f]{40}");

  private final Child child;
  private final URI address;
  private final HttpClient client = HttpClient.newHttpClient();
  private String account;
  private long nonce;

  private Geth(Child child, int port) {
    this.child = child;
    address = URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Returns the program; builds it at the first call.
   *
   * @param script {@code scripts/fetch-geth}
   */
  static Path program(Path script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(script + " failed");
    }
    return Path.of(output.strip());
  }

  /** Starts the node; returns when it accepts transactions. */
  static Geth start(Path program, Path directory) throws IOException, InterruptedException {
    int port = FreePort.next();
    // the kernel names a process after its file
    Path named = Files.createSymbolicLink(directory.resolve("geth"), program);
    List<String> command =
        List.of(
            named.toString(),
            "--dev",
            "--dev.period=2",
            // blocks with room for all transactions of one caller
            "--dev.gaslimit=1000000000",
            "--datadir=" + directory.resolve("chain"),
            "--ipcdisable",
            "--http",
            "--http.port=" + port,
            "--port=" + FreePort.next(),
            "--authrpc.port=" + FreePort.next());
    Geth geth = new Geth(Child.start("geth", new ProcessBuilder(command), false), port);
    try {
      geth.child.await(line -> line.contains("HTTP server started"));
      geth.readAccount();
      return geth;
    } catch (IOException | InterruptedException | RuntimeException e) {
      geth.close();
      throw e;
    }
  }

  private void readAccount() throws IOException, InterruptedException {
    account = find(ACCOUNT, call("eth_accounts", "[]")).group();
    String count = call("eth_getTransactionCount", "[\"" + account + "\", \"latest\"]");
    nonce = Long.parseLong(find(NUMBER, count).group(1), 16);
  }

  long pid() {
    return child.pid();
  }

  /** Sends transactions one by one for a time; returns their number per second. */
  double transact(long millis) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long end = begin + TimeUnit.MILLISECONDS.toNanos(millis);
    long first = nonce;
    long now = begin;
    while (now < end) {
      String answer =
          call(
              "eth_sendTransaction",
              "[{\"from\": \"%s\", \"to\": \"0x00000000000000000000000000000000000000aa\", \"value\": \"0x1\", \"nonce\": \"0x%x\"}]"
                  .formatted(account, nonce));
      if (!answer.contains("\"result\"")) {
        throw new IOException("geth refuses transaction " + nonce + ": " + answer);
      }
      nonce++;
      now = System.nanoTime();
    }
    return (nonce - first) * 1e9 / (now - begin);
  }

  private static Matcher find(Pattern pattern, String answer) throws IOException {
    Matcher matcher = pattern.matcher(answer);
    if (!matcher.find()) {
      throw new IOException("geth answers " + answer);
    }
    return matcher;
  }

  private String call(String method, String parameters) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"%s\", \"params\": %s}"
                        .formatted(method, parameters)))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    client.close();
    child.close();
  }
}
