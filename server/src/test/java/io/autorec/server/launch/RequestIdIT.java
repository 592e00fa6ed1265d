package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.autorec.server.calls.CallObserver;
import io.autorec.server.fixture.TinyServer;
import io.autorec.v1.RecommendRequest;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class RequestIdIT {
  private static final Metadata.Key<String> ID =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);
  private static final RecommendRequest KNOWN =
      RecommendRequest.newBuilder().setUserId("u0").build();
  private static final RecommendRequest UNKNOWN =
      RecommendRequest.newBuilder().setUserId("nobody").build();

  @TempDir Path repository;

  @Test
  void answer_hasTheIdThatWasGiven_inItsHeaders() throws Exception {
    try (TinyServer tiny = TinyServer.measured(repository, Map.of())) {
      assertEquals("a-1.b:2/c+d=", headersOfAnswer(tiny, "a-1.b:2/c+d=").get(ID));
      assertNull(headersOfAnswer(tiny, null).get(ID));
    }
  }

  @Test
  void refusal_hasTheIdInItsTrailers_madeWhereNoneWasGiven() throws Exception {
    try (TinyServer tiny = TinyServer.measured(repository, Map.of())) {
      assertEquals("given", idOfRefusal(tiny, "given"));
      assertTrue(idOfRefusal(tiny, null).matches("[0-9a-f]{32}"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "quo\"te", "<b>", "%n", "", "a\tb"})
  void id_isMade_whenTheGivenOneIsUnfit(String unfit) throws Exception {
    try (TinyServer tiny = TinyServer.measured(repository, Map.of())) {
      assertTrue(idOfRefusal(tiny, unfit).matches("[0-9a-f]{32}"));
      assertTrue(idOfRefusal(tiny, "x".repeat(129)).matches("[0-9a-f]{32}"));
      assertEquals("x".repeat(128), idOfRefusal(tiny, "x".repeat(128)));
    }
  }

  @Test
  void log_hasALineOfACall_whenThatIsAskedFor() throws Exception {
    assertEquals(List.of(), logged("none"));
    List<Map<String, String>> failed = logged("failed");
    assertEquals(1, failed.size());
    List<Map<String, String>> all = logged("all");
    assertEquals(2, all.size());
    for (Map<String, String> line : List.of(failed.get(0), all.get(1))) {
      assertEquals("autorec.v1.AutoRecService/Recommend", line.get("method"));
      assertEquals("NOT_FOUND", line.get("code"));
      assertEquals("no", line.get("request_id"));
      assertEquals("tiny", line.get("model"));
      assertEquals("4", line.get("version"));
      assertTrue(String.valueOf(line.get("peer")).startsWith("127.0.0.1:"), "" + line);
      assertTrue(Double.parseDouble(line.getOrDefault("milliseconds", "0")) > 0, "" + line);
      assertEquals(7, line.size(), "nothing of what the request said: " + line);
    }
    assertEquals("OK", all.get(0).get("code"));
    assertEquals("yes", all.get(0).get("request_id"));
  }

  /** What is logged of an answer, a refusal, and a call that is none of the service's. */
  private List<Map<String, String>> logged(String which) throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(CallObserver.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try (TinyServer tiny = TinyServer.measured(repository, Map.of("log-requests", which))) {
      Metadata unused = headersOfAnswer(tiny, "yes");
      assertEquals("no", idOfRefusal(tiny, "no"));
      var health =
          io.grpc.health.v1.HealthGrpc.newBlockingStub(tiny.connect())
              .check(io.grpc.health.v1.HealthCheckRequest.getDefaultInstance());
      assertNotNull(health);
    } finally {
      logger.detachAppender(lines);
    }
    return lines.list.stream()
        .map(
            line ->
                line.getKeyValuePairs().stream()
                    .collect(Collectors.toMap(pair -> pair.key, pair -> "" + pair.value)))
        .toList();
  }

  private static Metadata headersOfAnswer(TinyServer tiny, @Nullable String id) {
    AtomicReference<Metadata> headers = new AtomicReference<>(new Metadata());
    assertEquals(
        4,
        tiny.stub()
            .withInterceptors(
                MetadataUtils.newAttachHeadersInterceptor(headers(id)),
                MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()))
            .recommend(KNOWN)
            .getModel()
            .getVersion());
    return Objects.requireNonNull(headers.get());
  }

  private static String idOfRefusal(TinyServer tiny, @Nullable String id) {
    StatusRuntimeException refusal =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                tiny.stub()
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(id)))
                    .recommend(UNKNOWN));
    Metadata trailers = refusal.getTrailers();
    return trailers == null ? "" : String.valueOf(trailers.get(ID));
  }

  private static Metadata headers(@Nullable String id) {
    Metadata headers = new Metadata();
    if (id != null) {
      headers.put(ID, id);
    }
    return headers;
  }
}
