package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.RetryInfo;
import io.autorec.server.fixture.Authority;
import io.autorec.server.fixture.StreamCall;
import io.autorec.server.fixture.TinyServer;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.ListModelsRequest;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendStreamResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TokensIT {
  private static final String APP = "app-0123456789012345678901234567";
  private static final String SCRAPER = "scraper-012345678901234567890123";
  private static final ListModelsRequest LIST = ListModelsRequest.getDefaultInstance();
  private static final RecommendRequest RECOMMEND =
      RecommendRequest.newBuilder().setUserId("u0").build();

  @TempDir Path folder;
  @TempDir Path models;

  private TinyServer server(Object... more) throws Exception {
    Path tokens =
        Files.write(
            folder.resolve("tokens"),
            List.of("predict app " + APP, "metrics prometheus " + SCRAPER));
    Map<String, Object> settings = new java.util.HashMap<>(Map.of("tokens", tokens));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i].toString(), more[i + 1]);
    }
    return new TinyServer(models, settings);
  }

  private static Status status(Executable call) {
    return assertThrows(StatusRuntimeException.class, call).getStatus();
  }

  @Test
  void calls_needATokenOfTheScope() throws Exception {
    try (TinyServer server = server()) {
      assertEquals(1, server.stub(APP).listModels(LIST).getModelsCount());
      assertEquals(
          Status.Code.PERMISSION_DENIED,
          status(() -> server.stub(SCRAPER).listModels(LIST)).getCode());
      Set<String> refusals = new TreeSet<>();
      for (String wrong : List.of("", "x", APP + "x", APP.replace('0', '9'))) {
        refusals.add(status(() -> server.stub(wrong).listModels(LIST)).toString());
      }
      refusals.add(status(() -> server.stub().listModels(LIST)).toString());
      assertEquals(1, refusals.size(), refusals.toString());
      assertTrue(refusals.iterator().next().contains("UNAUTHENTICATED"), refusals.toString());
    }
  }

  @Test
  void health_isOpen_andReflectionIsNot() throws Exception {
    try (TinyServer server = server()) {
      assertEquals(
          ServingStatus.SERVING,
          HealthGrpc.newBlockingStub(server.connect())
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus());
      assertEquals(
          Status.Code.UNAUTHENTICATED,
          reflect(ServerReflectionGrpc.newStub(server.connect())).end());
      StreamCall<ServerReflectionRequest, ServerReflectionResponse> known =
          reflect(TinyServer.withToken(ServerReflectionGrpc.newStub(server.connect()), SCRAPER));
      assertTrue(known.take(1).get(0).hasListServicesResponse());
      assertEquals(Status.Code.OK, known.end());
    }
  }

  private static StreamCall<ServerReflectionRequest, ServerReflectionResponse> reflect(
      ServerReflectionGrpc.ServerReflectionStub stub) {
    StreamCall<ServerReflectionRequest, ServerReflectionResponse> call =
        StreamCall.start(stub::serverReflectionInfo, true);
    call.send(ServerReflectionRequest.newBuilder().setListServices("").build());
    call.halfClose();
    return call;
  }

  @Test
  void tokens_areReadAgain_whenTheFileChanges() throws Exception {
    try (TinyServer server = server()) {
      AutoRecServiceGrpc.AutoRecServiceBlockingStub app = server.stub(APP);
      Path tokens = folder.resolve("tokens");
      Files.writeString(tokens, "not a line");
      String next = APP.replace("app", "new");
      assertEquals(1, app.listModels(LIST).getModelsCount());
      Files.writeString(tokens, "predict app " + next + "\n");
      AutoRecServiceGrpc.AutoRecServiceBlockingStub renewed = server.stub(next);
      while (true) {
        try {
          Object unused = renewed.listModels(LIST);
          break;
        } catch (StatusRuntimeException e) {
          assertEquals(Status.Code.UNAUTHENTICATED, e.getStatus().getCode());
        }
        Thread.sleep(50);
      }
      assertEquals(Status.Code.UNAUTHENTICATED, status(() -> app.listModels(LIST)).getCode());
    }
  }

  @Test
  void metrics_needATokenOfTheScope() throws Exception {
    try (TinyServer server = server("metrics-port", 0)) {
      String url = "http://localhost:" + server.running().metricsPort().orElseThrow() + "/metrics";
      HttpClient client = HttpClient.newHttpClient();
      assertEquals(401, get(client, url, ""));
      assertEquals(401, get(client, url, APP + "x"));
      assertEquals(403, get(client, url, APP));
      assertEquals(200, get(client, url, SCRAPER));
    }
  }

  @Test
  void metrics_areOverTlsToo() throws Exception {
    Authority authority = new Authority(folder, "authority");
    authority.sign("server", "CN=server");
    try (TinyServer server =
        server(
            "metrics-port", 0,
            "tls-cert", folder.resolve("server.pem"),
            "tls-key", folder.resolve("server.key"))) {
      int port = server.running().metricsPort().orElseThrow();
      HttpClient client = HttpClient.newBuilder().sslContext(trusting(authority)).build();
      assertEquals(200, get(client, "https://localhost:" + port + "/metrics", SCRAPER));
      assertThrows(
          java.io.IOException.class,
          () -> get(client, "http://localhost:" + port + "/metrics", SCRAPER));
    }
  }

  private static int get(HttpClient client, String url, String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static SSLContext trusting(Authority authority) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (java.io.InputStream in = Files.newInputStream(authority.certificate())) {
      store.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void calls_areRefused_whenOneCallerMakesTooMany() throws Exception {
    try (TinyServer server = server("rate-limit", 3)) {
      AutoRecServiceGrpc.AutoRecServiceBlockingStub app = server.stub(APP);
      StatusRuntimeException refused =
          assertThrows(
              StatusRuntimeException.class,
              () -> {
                for (int call = 0; call < 10_000; call++) {
                  Object unused = app.recommend(RECOMMEND);
                }
              });
      assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
      RetryInfo retry = StatusProto.fromThrowable(refused).getDetails(0).unpack(RetryInfo.class);
      assertTrue(
          com.google.protobuf.util.Durations.toNanos(retry.getRetryDelay()) > 0, retry.toString());
      // Health is never counted.
      for (int check = 0; check < 20; check++) {
        Object unused =
            HealthGrpc.newBlockingStub(server.connect())
                .check(HealthCheckRequest.getDefaultInstance());
      }
    }
  }

  @Test
  void streams_areReadNoFasterThanTheRate_andNoRequestIsRefused() throws Exception {
    try (TinyServer server = server("rate-limit", 20)) {
      StreamCall<RecommendRequest, RecommendStreamResponse> stream =
          StreamCall.start(
              TinyServer.withToken(AutoRecServiceGrpc.newStub(server.connect()), APP)
                  ::recommendStream,
              true);
      long start = System.nanoTime();
      for (int request = 0; request < 50; request++) {
        stream.send(RECOMMEND);
      }
      stream.halfClose();
      assertTrue(
          stream.take(50).stream().allMatch(RecommendStreamResponse::hasResponse), "refused");
      // 20 at once, and 30 more at 20 a second.
      assertTrue(System.nanoTime() - start >= 1_400_000_000L, "too fast");
      assertEquals(Status.Code.OK, stream.end());
    }
  }
}
