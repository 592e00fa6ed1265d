package io.autorec.trainer.tracking;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls MLflow's REST interface, version 2.0. Redirects are not followed: the credentials go to the
 * server that was named, and to no other. For use by one thread.
 */
final class MlflowClient {
  private static final String API = "/api/2.0/";
  private static final Duration POLL = Duration.ofMillis(100);

  /** Status of HTTP for a thing that is not there. */
  private static final int NOT_FOUND = 404;

  private final MlflowServer server;
  private final Limits limits;
  private final Clock clock;
  private final BooleanSupplier stop;
  private final HttpClient http;
  private Instant end;

  /**
   * The most time that calls take.
   *
   * @param connect to connect
   * @param call a call, but for those that send files
   * @param whole all calls together
   */
  record Limits(Duration connect, Duration call, Duration whole) {
    static final Limits DEFAULT =
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(10));
  }

  /**
   * The time for all calls begins.
   *
   * @param stop asked while a call runs; true ends it
   */
  MlflowClient(MlflowServer server, Limits limits, Clock clock, BooleanSupplier stop) {
    this.server = server;
    this.limits = limits;
    this.clock = clock;
    this.stop = stop;
    this.end = clock.instant().plus(limits.whole());
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.connect())
            .build();
  }

  /** Sends a JSON object; returns that of the answer. */
  JsonObject post(String path, JsonObject body) throws MlflowException {
    return json(good(send(json(path, body), limits.call(), stop), path));
  }

  /** Sends a JSON object whatever else happened: though all the time is spent, or a signal came. */
  void postLast(String path, JsonObject body) throws MlflowException {
    end = clock.instant().plus(limits.connect());
    good(send(json(path, body), limits.connect(), () -> false), path);
  }

  private HttpRequest.Builder json(String path, JsonObject body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  /** Asks for a JSON object; null if the server has none. */
  @Nullable JsonObject find(String path) throws MlflowException {
    HttpResponse<String> answer = send(request(path).GET(), limits.call(), stop);
    return answer.statusCode() == NOT_FOUND ? null : json(good(answer, path));
  }

  /** Sends a file. */
  void put(String path, Path file) throws MlflowException {
    try {
      HttpRequest.Builder request =
          request(path)
              .header("Content-Type", "application/octet-stream")
              .PUT(HttpRequest.BodyPublishers.ofFile(file));
      good(send(request, limits.whole(), stop), path);
    } catch (FileNotFoundException e) {
      throw new MlflowException(file + ": cannot be read");
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.address() + API + path))
            .header("User-Agent", "autorec-trainer");
    String authorization = server.authorization();
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return request;
  }

  private HttpResponse<String> send(
      HttpRequest.Builder request, Duration limit, BooleanSupplier stopped) throws MlflowException {
    Instant last = clock.instant().plus(limit);
    if (last.isAfter(end)) {
      last = end;
    }
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    try {
      while (!stopped.getAsBoolean()) {
        try {
          return answer.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (!clock.instant().isBefore(last)) {
            throw new MlflowException("no answer in time from " + server);
          }
        }
      }
      throw new MlflowException("stopped by a signal");
    } catch (ExecutionException e) {
      throw new MlflowException(reason(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MlflowException("interrupted");
    } finally {
      answer.cancel(true);
    }
  }

  private String reason(@Nullable Throwable cause) {
    boolean isUnknown = false;
    for (Throwable t = cause; t != null; t = t.getCause()) {
      isUnknown |= t instanceof UnresolvedAddressException;
    }
    if (isUnknown) {
      return "unknown host of " + server;
    }
    if (cause instanceof ConnectException) {
      return "cannot connect to " + server;
    }
    String message = cause == null ? null : cause.getMessage();
    return server.told(
        "%s: %s"
            .formatted(
                server,
                message != null ? message : cause == null ? "" : cause.getClass().getSimpleName()));
  }

  private String good(HttpResponse<String> answer, String path) throws MlflowException {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return answer.body();
    }
    int query = path.indexOf('?');
    throw new MlflowException(
        server.told(
            "%s answers %d to %s: %s"
                .formatted(
                    server,
                    status,
                    query < 0 ? path : path.substring(0, query),
                    message(answer.body()))));
  }

  /** What an answer says went wrong. */
  private static String message(String body) {
    try {
      JsonElement json = JsonParser.parseString(body);
      if (json.isJsonObject() && json.getAsJsonObject().has("message")) {
        return json.getAsJsonObject().get("message").getAsString();
      }
    } catch (JsonParseException | UnsupportedOperationException | IllegalStateException e) {
      // A page of a proxy, or the like.
    }
    return body;
  }

  private JsonObject json(String body) throws MlflowException {
    try {
      return JsonParser.parseString(body.isBlank() ? "{}" : body).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new MlflowException(server.told(server + ": no MLflow: it answers " + body));
    }
  }
}
