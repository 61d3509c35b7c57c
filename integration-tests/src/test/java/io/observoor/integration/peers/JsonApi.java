package io.observoor.integration.peers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls a client's API over one persistent connection. */
final class JsonApi implements AutoCloseable {
  private static final Pattern NUMBER = Pattern.compile("\"result\":\\s*\"0x([0-9a-f]+)\"");

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  JsonApi(int port) {
    address = URI.create("http://127.0.0.1:" + port);
  }

  /** Returns the answer to a JSON-RPC call. */
  String call(String method, String parameters) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"%s\", \"params\": %s}"
                        .formatted(method, parameters)))
            .build());
  }

  /** Returns the number that answers a JSON-RPC call. */
  long number(String method, String parameters) throws IOException, InterruptedException {
    String answer = call(method, parameters);
    Matcher result = NUMBER.matcher(answer);
    if (!result.find()) {
      throw new IOException(method + " answers " + answer);
    }
    return Long.parseLong(result.group(1), 16);
  }

  /** Returns the body of a GET. */
  String get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address.resolve(path)).build());
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    client.close();
  }
}
