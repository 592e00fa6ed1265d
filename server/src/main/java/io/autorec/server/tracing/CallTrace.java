package io.autorec.server.tracing;

import io.autorec.server.metrics.MeasuredModel;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The trace of one call: an OpenTelemetry span, with a child span for each phase in which its time
 * is spent. Times are those of {@code System.nanoTime}. Safe for use by several threads.
 */
public final class CallTrace {
  /** Bounds the spans of a long stream, or of a call that is hundreds of jobs. */
  private static final int MAX_PHASES = 64;

  private static final AttributeKey<Long> BATCH_ROWS = AttributeKey.longKey("autorec.batch.rows");
  private static final AttributeKey<String> BATCH_ID = AttributeKey.stringKey("autorec.batch.id");

  private final Tracer tracer;
  private final Span span;
  private final Context beneath;
  private final Timeline timeline;
  private final AtomicInteger phases = new AtomicInteger();

  CallTrace(Tracer tracer, Span span, Timeline timeline, String method) {
    this.tracer = tracer;
    this.span = span;
    this.beneath = Context.root().with(span);
    this.timeline = timeline;
    span.setAttribute("rpc.system", "grpc");
    int slash = method.lastIndexOf('/');
    if (slash > 0) {
      span.setAttribute("rpc.service", method.substring(0, slash));
    }
    span.setAttribute("rpc.method", method.substring(slash + 1));
  }

  /** Returns true if the trace records phases. */
  public boolean isKept() {
    return phases.get() < MAX_PHASES;
  }

  /** Records a phase of the call that has ended. */
  public void phase(String name, long startNanos, long endNanos) {
    phase(name, startNanos, endNanos, Attributes.empty());
  }

  /**
   * Records a run of the model.
   *
   * @param batchRows the rows of the run, including those of other calls
   * @param batch the name of the run, the same for all calls that share it
   */
  public void run(long startNanos, long endNanos, int batchRows, String batch) {
    phase(
        "run", startNanos, endNanos, Attributes.of(BATCH_ROWS, (long) batchRows, BATCH_ID, batch));
  }

  private void phase(String name, long startNanos, long endNanos, Attributes attributes) {
    if (phases.getAndIncrement() >= MAX_PHASES) {
      return;
    }
    tracer
        .spanBuilder(name)
        .setParent(beneath)
        .setStartTimestamp(timeline.epochNanos(startNanos), TimeUnit.NANOSECONDS)
        .setAllAttributes(attributes)
        .startSpan()
        .end(timeline.epochNanos(endNanos), TimeUnit.NANOSECONDS);
  }

  /**
   * Ends the trace.
   *
   * @param status the number of the gRPC status
   * @param fault the name of the status if the server is at fault, else ""
   * @param requestId the id of the call; "" if it has none
   * @param model the model that was asked; null if none was
   */
  public void end(int status, String fault, String requestId, @Nullable MeasuredModel model) {
    span.setAttribute("rpc.grpc.status_code", status);
    if (!fault.isEmpty()) {
      span.setStatus(StatusCode.ERROR, fault);
    }
    if (!requestId.isEmpty()) {
      span.setAttribute("autorec.request_id", requestId);
    }
    if (model != null) {
      span.setAttribute("autorec.model", model.name());
      span.setAttribute("autorec.version", model.version());
    }
    span.end(timeline.epochNanos(System.nanoTime()), TimeUnit.NANOSECONDS);
  }
}
