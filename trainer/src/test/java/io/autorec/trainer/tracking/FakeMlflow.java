package io.autorec.trainer.tracking;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A tracking server that keeps what it is sent, and fails where it is told to. */
final class FakeMlflow implements AutoCloseable {
  static final String API = "/api/2.0/";

  /**
   * A request.
   *
   * @param path without the prefix of the interface, with the query
   */
  record Request(String method, String path, String body, @Nullable String authorization) {
    JsonObject json() {
      return JsonParser.parseString(body).getAsJsonObject();
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Request> requests = new ArrayList<>();
  private final Map<String, String> failures = new ConcurrentHashMap<>();
  private volatile String artifacts = "mlflow-artifacts:/7/r1/artifacts";
  private volatile boolean hasExperiment;
  private volatile String hanging = "none";

  FakeMlflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers calls whose path begins so with status 500 and this body. */
  void failAt(String path, String body) {
    failures.put(path, body);
  }

  /** Never answers calls whose path begins so. */
  void hangAt(String path) {
    hanging = path;
  }

  void keepArtifactsAt(String uri) {
    artifacts = uri;
  }

  void haveExperiment() {
    hasExperiment = true;
  }

  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  List<Request> requests(String path) {
    return requests().stream().filter(request -> request.path().startsWith(path)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString().substring(API.length());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    synchronized (this) {
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              path,
              body,
              exchange.getRequestHeaders().getFirst("Authorization")));
    }
    if (path.startsWith(hanging)) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
      return;
    }
    for (Map.Entry<String, String> failure : failures.entrySet()) {
      if (path.startsWith(failure.getKey())) {
        send(exchange, 500, failure.getValue());
        return;
      }
    }
    if (path.startsWith("mlflow/experiments/get-by-name") && !hasExperiment) {
      send(exchange, 404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"none\"}");
      return;
    }
    send(exchange, 200, answer(path));
  }

  private String answer(String path) {
    if (path.startsWith("mlflow/experiments/get-by-name")) {
      return "{\"experiment\": {\"experiment_id\": \"7\"}}";
    }
    if (path.equals("mlflow/experiments/create")) {
      hasExperiment = true;
      return "{\"experiment_id\": \"7\"}";
    }
    if (path.equals("mlflow/runs/create")) {
      return "{\"run\": {\"info\": {\"run_id\": \"r1\", \"artifact_uri\": \"%s\"}}}"
          .formatted(artifacts);
    }
    return "{}";
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = Objects.requireNonNull(body).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
