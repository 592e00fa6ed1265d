package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.autorec.server.fixture.TinyServer;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.RecommendRequest;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final RecommendRequest KNOWN =
      RecommendRequest.newBuilder().setUserId("u0").build();

  @TempDir Path repository;

  @Test
  void call_isSpansOfItsPhasesBeneathOne_inTheCallersTrace() throws Exception {
    List<Span> spans = traced(100, stub -> within("01", stub).recommend(KNOWN));
    Span call = named(spans, "autorec.v1.AutoRecService/Recommend");
    assertEquals(Span.SpanKind.SPAN_KIND_SERVER, call.getKind());
    assertEquals(TRACE, hex(call.getTraceId()));
    assertEquals(CALLER, hex(call.getParentSpanId()));
    Map<String, AnyValue> said = attributes(call);
    assertEquals("autorec.v1.AutoRecService", value(said, "rpc.service").getStringValue());
    assertEquals("Recommend", value(said, "rpc.method").getStringValue());
    assertEquals(0, value(said, "rpc.grpc.status_code").getIntValue());
    assertEquals("tiny", value(said, "autorec.model").getStringValue());
    assertEquals(4, value(said, "autorec.version").getIntValue());
    assertEquals("order-7", value(said, "autorec.request_id").getStringValue());
    assertEquals(
        Set.of("check", "queue", "encode", "run", "decode"),
        spans.stream()
            .filter(span -> span.getParentSpanId().equals(call.getSpanId()))
            .map(Span::getName)
            .collect(Collectors.toSet()));
    for (Span span : spans) {
      assertEquals(TRACE, hex(span.getTraceId()));
      assertTrue(
          call.getStartTimeUnixNano() <= span.getStartTimeUnixNano()
              && span.getStartTimeUnixNano() <= span.getEndTimeUnixNano()
              && span.getEndTimeUnixNano() <= call.getEndTimeUnixNano(),
          () -> span + " in " + call);
    }
    Map<String, AnyValue> run = attributes(named(spans, "run"));
    assertEquals(1, value(run, "autorec.batch.rows").getIntValue());
    assertTrue(
        value(run, "autorec.batch.id").getStringValue().startsWith("batch-tiny-4-rows-0#"),
        "" + run);
  }

  @Test
  void phases_areFew_whenACallIsManyJobs() throws Exception {
    List<Span> spans =
        traced(
            100,
            stub -> {
              for (String user : List.of("u0", "u1")) {
                within("01", stub)
                    .recommend(KNOWN.toBuilder().setUserId(user).setExplain(1).build());
              }
            });
    assertTrue(spans.stream().filter(span -> span.getName().equals("run")).count() > 2, "" + spans);
    assertTrue(spans.size() <= 2 * 65, spans.size() + " spans");
  }

  @Test
  void call_isNotTraced_whenItsCallerDoesNot() throws Exception {
    assertEquals(List.of(), traced(100, stub -> within("00", stub).recommend(KNOWN)));
  }

  @Test
  void call_isTraced_whenItsCallerDoesAndNoOthersAre() throws Exception {
    List<Span> spans =
        traced(
            0,
            stub -> {
              stub.recommend(KNOWN);
              within("01", stub).recommend(KNOWN);
            });
    assertEquals(
        Set.of(TRACE),
        spans.stream().map(span -> hex(span.getTraceId())).collect(Collectors.toSet()));
  }

  @Test
  void refusal_isOneSpanThatSaysHow_andNoFaultOfTheServer() throws Exception {
    List<Span> spans =
        traced(
            100,
            stub ->
                assertThrows(
                    StatusRuntimeException.class,
                    () -> stub.recommend(RecommendRequest.getDefaultInstance())));
    assertEquals(1, spans.size(), "" + spans);
    assertEquals(3, value(attributes(spans.get(0)), "rpc.grpc.status_code").getIntValue());
    assertEquals(Status.StatusCode.STATUS_CODE_UNSET, spans.get(0).getStatus().getCode());
  }

  @Test
  void calls_areAnswered_whenTheCollectorIsGone() throws Exception {
    TraceCollector gone = new TraceCollector();
    gone.close();
    try (TinyServer tiny =
        TinyServer.measured(repository, Map.of("otlp-endpoint", gone.endpoint()))) {
      assertEquals(4, tiny.stub().recommend(KNOWN).getModel().getVersion());
    }
  }

  private interface Calls {
    void on(AutoRecServiceBlockingStub stub);
  }

  private List<Span> traced(int percent, Calls calls) throws Exception {
    try (TraceCollector collector = new TraceCollector()) {
      try (TinyServer tiny =
          TinyServer.measured(
              repository,
              Map.of("otlp-endpoint", collector.endpoint(), "trace-sample-percent", percent))) {
        calls.on(tiny.stub());
      }
      return collector.spans();
    }
  }

  private static AutoRecServiceBlockingStub within(String flags, AutoRecServiceBlockingStub stub) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-" + TRACE + "-" + CALLER + "-" + flags);
    headers.put(Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER), "order-7");
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static Span named(List<Span> spans, String name) {
    List<Span> found = spans.stream().filter(span -> span.getName().equals(name)).toList();
    assertEquals(1, found.size(), () -> name + " in " + spans);
    return found.get(0);
  }

  private static Map<String, AnyValue> attributes(Span span) {
    return span.getAttributesList().stream()
        .collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
  }

  private static AnyValue value(Map<String, AnyValue> attributes, String name) {
    return attributes.getOrDefault(name, AnyValue.getDefaultInstance());
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
