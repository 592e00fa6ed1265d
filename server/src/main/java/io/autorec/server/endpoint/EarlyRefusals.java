package io.autorec.server.endpoint;

import io.autorec.server.calls.CallObserver;
import io.autorec.server.calls.RequestId;
import io.autorec.server.metrics.CallCounts;
import io.autorec.server.metrics.MeasuredServer.State;
import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@link OverloadGate} says by the headers of a request, in HTTP/2: said before gRPC has made
 * a call of the request, it costs a third. The call is counted like any other.
 *
 * <p>A request that comes with an id of its own goes the whole way, and so do all where refused
 * calls are logged or traced: there is more to say of them.
 *
 * <p>Safe for use by several threads.
 */
public final class EarlyRefusals implements Function<Http2Headers, Optional<Http2Headers>> {
  private static final AsciiString POST = AsciiString.cached("POST");
  private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
  private static final AsciiString GRPC = AsciiString.cached("application/grpc");
  private static final AsciiString REQUEST_ID = AsciiString.cached(RequestId.HEADER);

  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** The methods that are limited, by path. */
  private static final Map<AsciiString, MethodDescriptor<?, ?>> METHODS =
      AutoRecServiceGrpc.getServiceDescriptor().getMethods().stream()
          .filter(method -> method.getType() == MethodType.UNARY)
          .collect(
              Collectors.toUnmodifiableMap(
                  method -> AsciiString.cached("/" + method.getFullMethodName()),
                  method -> method));

  /** The trailers under some limits. */
  private record Prepared(Concurrency concurrency, Optional<Http2Headers> trailers) {}

  private final Serving serving;
  private final CallObserver observer;
  private volatile @Nullable Prepared prepared;

  /** Makes the refusals of a server. */
  public EarlyRefusals(Serving serving, CallObserver observer) {
    this.serving = serving;
    this.observer = observer;
  }

  /** The trailers that end a request, by its headers; empty if it is not refused by these. */
  @Override
  public Optional<Http2Headers> apply(Http2Headers request) {
    MethodDescriptor<?, ?> method = METHODS.get(AsciiString.of(request.path()));
    if (method == null
        || !isGrpc(request)
        || serving.state() != State.SERVING
        || !observer.onlyCounts()) {
      return Optional.empty();
    }
    Optional<Concurrency> concurrency = serving.models().map(Serving.Models::concurrency);
    if (concurrency.isEmpty()
        || concurrency.get().of(method.getFullMethodName()).filter(Concurrency::isFull).isEmpty()
        || request.get(REQUEST_ID) != null) {
      return Optional.empty();
    }
    CallCounts.Method counts = observer.counts().method(method);
    counts.start();
    counts.end(Status.Code.RESOURCE_EXHAUSTED.value());
    return prepared(concurrency.get()).trailers();
  }

  /** Whether gRPC would make a call of it: others are told so in HTTP's own words. */
  private static boolean isGrpc(Http2Headers request) {
    CharSequence type = request.get(CONTENT_TYPE);
    return POST.contentEquals(request.method()) && type != null && isGrpc(AsciiString.of(type));
  }

  /** Alone or with what is encoded how; "application/grpc-web" is something else. */
  private static boolean isGrpc(AsciiString type) {
    return type.startsWith(GRPC)
        && (type.length() == GRPC.length()
            || type.charAt(GRPC.length()) == '+'
            || type.charAt(GRPC.length()) == ';');
  }

  private Prepared prepared(Concurrency concurrency) {
    Prepared known = prepared;
    if (known == null || known.concurrency() != concurrency) {
      known = new Prepared(concurrency, Optional.of(trailers(OverloadGate.full(concurrency))));
      prepared = known;
    }
    return known;
  }

  /** A response that is trailers alone, as gRPC writes it; the description is plain ASCII. */
  private static Http2Headers trailers(StatusRuntimeException refusal) {
    byte[] details =
        Objects.requireNonNull(Objects.requireNonNull(refusal.getTrailers()).get(DETAILS));
    return ReadOnlyHttp2Headers.serverHeaders(
        true,
        AsciiString.cached("200"),
        CONTENT_TYPE,
        GRPC,
        AsciiString.cached("grpc-status"),
        AsciiString.cached(String.valueOf(refusal.getStatus().getCode().value())),
        AsciiString.cached("grpc-message"),
        AsciiString.cached(String.valueOf(refusal.getStatus().getDescription())),
        AsciiString.cached(DETAILS.name()),
        AsciiString.cached(Base64.getEncoder().withoutPadding().encodeToString(details)));
  }
}
