package io.autorec.server.calls;

import io.autorec.server.metrics.CallCounts;
import io.autorec.server.metrics.MeasuredModel;
import io.autorec.server.tracing.CallTrace;
import io.autorec.server.tracing.CallTraces;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Counts every call, from its headers to its end, whichever part of the server answers or refuses
 * it. Logs and traces it if that is switched on. Gives each call a {@link Call}.
 */
public final class CallObserver extends ServerStreamTracer.Factory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CallObserver.class);

  /** Statuses that are the server's fault, by OpenTelemetry's conventions for gRPC servers. */
  private static final Set<Status.Code> FAULTS =
      EnumSet.of(
          Status.Code.UNKNOWN,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.UNIMPLEMENTED,
          Status.Code.INTERNAL,
          Status.Code.UNAVAILABLE,
          Status.Code.DATA_LOSS);

  private final CallCounts counts =
      new CallCounts(Stream.of(Status.Code.values()).map(Enum::name).toList());
  private final LoggedCalls logged;
  private final @Nullable CallTraces traces;
  private volatile boolean cutOff;

  /**
   * @param logged which calls get a line in the log
   * @param traces null if calls are not traced
   */
  public CallObserver(LoggedCalls logged, @Nullable CallTraces traces) {
    this.logged = logged;
    this.traces = traces;
  }

  /** The counts of calls by method and status. */
  public CallCounts counts() {
    return counts;
  }

  /** Records that from now on the server breaks its connections, even with calls in flight. */
  public void cutOff() {
    cutOff = true;
  }

  /** Sends the traces that still wait. */
  @Override
  public void close() {
    if (traces != null) {
      traces.close();
    }
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    CallKind kind = Call.kind(fullMethodName);
    // Health checks, which come every few seconds, and reflection are only counted.
    boolean counted = kind == CallKind.PROBE || kind == CallKind.REFLECTION;
    @Nullable CallTrace trace =
        counted || traces == null
            ? null
            : traces.start(
                fullMethodName,
                name -> headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
    return new Observed(new Call(headers, trace), counted ? LoggedCalls.NONE : logged);
  }

  private final class Observed extends ServerStreamTracer {
    private final Call call;
    private final LoggedCalls logged;
    private final long startedNanos = System.nanoTime();
    // Set before the call is handled, unless there is no such method, and read after.
    private @Nullable ServerCallInfo<?, ?> info;
    private CallCounts.@Nullable Method method;

    Observed(Call call, LoggedCalls logged) {
      this.call = call;
      this.logged = logged;
    }

    @Override
    public Context filterContext(Context context) {
      return call.in(context);
    }

    @Override
    public void serverCallStarted(ServerCallInfo<?, ?> started) {
      info = started;
      MethodDescriptor<?, ?> of = started.getMethodDescriptor();
      CallCounts.Method called = counts.method(of.getFullMethodName(), of.getType().name());
      called.start();
      method = called;
    }

    @Override
    public void streamClosed(Status status) {
      CallCounts.Method called = method;
      if (called == null) {
        called = counts.unknown();
        called.start();
      }
      Status.Code code = code(status);
      called.end(code.value());
      if (logged == LoggedCalls.ALL || (logged == LoggedCalls.FAILED && !status.isOk())) {
        log(code);
      }
      CallTrace trace = call.trace();
      if (trace != null) {
        String fault = FAULTS.contains(code) ? code.name() : "";
        trace.end(code.value(), fault, call.requestIdOrEmpty(), call.model());
      }
    }

    /**
     * The code of a call. It is CANCELLED if the caller's connection broke: gRPC itself then
     * reports codes that mean an unavailable or faulty server.
     */
    private Status.Code code(Status status) {
      Status.Code code = status.getCode();
      boolean callerHasGone =
          switch (code) {
            case UNAVAILABLE -> !cutOff && !call.endsBy(code);
            // A write to a closed connection; exceptions of handlers have no such cause.
            case UNKNOWN -> !cutOff && status.getCause() instanceof ClosedChannelException;
            default -> false;
          };
      return callerHasGone ? Status.Code.CANCELLED : code;
    }

    private void log(Status.Code code) {
      ServerCallInfo<?, ?> of = info;
      LoggingEventBuilder line =
          log.atInfo()
              .addKeyValue(
                  "method", of == null ? "unknown" : of.getMethodDescriptor().getFullMethodName());
      MeasuredModel model = call.model();
      if (model != null) {
        line = line.addKeyValue("model", model.name()).addKeyValue("version", model.version());
      }
      SocketAddress peer =
          of == null ? null : of.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      if (peer != null) {
        line = line.addKeyValue("peer", peer.toString().replaceFirst("^/", ""));
      }
      Optional<String> caller = call.caller();
      if (caller.isPresent()) {
        line = line.addKeyValue("caller", caller.get());
      }
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startedNanos);
      line.addKeyValue("code", code.name())
          .addKeyValue("milliseconds", micros / 1000.0)
          .addKeyValue("request_id", call.requestId())
          .log("call");
    }
  }
}
