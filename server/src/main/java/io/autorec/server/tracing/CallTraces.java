package io.autorec.server.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends a span for each call and each of its phases to an OpenTelemetry collector. If a call names
 * its trace (W3C Trace Context), its span joins that trace and follows its sampling.
 *
 * <p>Spans wait in a bounded queue and are sent in the background. If the collector is slow or
 * gone, spans are dropped; calls never wait for it.
 */
public final class CallTraces implements AutoCloseable {
  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
  private static final long CLOSING_SECONDS = 5;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private CallTraces(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("io.autorec.server");
  }

  /**
   * Starts an exporter.
   *
   * @param endpoint the URL of the collector that takes spans, in protobuf over HTTP
   * @param percent the share of calls to trace, of those that belong to no trace yet
   */
  public static CallTraces to(URI endpoint, int percent) {
    return new CallTraces(
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault()
                    .merge(Resource.builder().put(SERVICE_NAME, "autorec-server").build()))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(percent / 100.0)))
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpHttpSpanExporter.builder().setEndpoint(endpoint.toString()).build())
                    .build())
            .build());
  }

  /**
   * Starts the trace of a call; returns null if the call is not traced.
   *
   * @param method the full name of the method
   * @param headers the header values by name; they may make the call part of a trace
   */
  public @Nullable CallTrace start(String method, Function<String, @Nullable String> headers) {
    Context parent =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), headers, HeaderGetter.INSTANCE);
    Timeline timeline = Timeline.fromNow();
    Span span =
        tracer
            .spanBuilder(method)
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(timeline.startEpochNanos(), TimeUnit.NANOSECONDS)
            .startSpan();
    return span.isRecording() ? new CallTrace(tracer, span, timeline, method) : null;
  }

  /** Sends the traces that are still waiting. */
  @Override
  public void close() {
    provider.shutdown().join(CLOSING_SECONDS, TimeUnit.SECONDS);
  }

  private enum HeaderGetter implements TextMapGetter<Function<String, @Nullable String>> {
    INSTANCE;

    // This propagator never asks for the keys.
    @Override
    public Iterable<String> keys(Function<String, @Nullable String> headers) {
      return List.of();
    }

    @Override
    public @Nullable String get(@Nullable Function<String, @Nullable String> headers, String name) {
      return headers == null ? null : headers.apply(name);
    }
  }
}
