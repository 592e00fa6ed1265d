package io.autorec.server.calls;

import io.autorec.server.answer.job.CallContext;
import io.autorec.server.metrics.MeasuredModel;
import io.autorec.server.tracing.CallTrace;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one call, apart from its request. Safe for use by several threads.
 *
 * <p>The id of a call in logs and traces is the metadata {@value #ID_HEADER} of the caller, if that
 * has 1 to {@value #MAX_ID_LENGTH} letters, digits or characters of {@code -_.:/+=}. Others are
 * ignored, since they would have to be escaped wherever they are shown.
 */
public final class Call {
  private static final Context.Key<Call> KEY = Context.key("autorec-call");

  private static final int MOST_NAME_BYTES = 200;
  private static final String ID_HEADER = "x-request-id";
  private static final Metadata.Key<String> ID_KEY =
      Metadata.Key.of(ID_HEADER, Metadata.ASCII_STRING_MARSHALLER);
  private static final int MAX_ID_LENGTH = 128;

  private final @Nullable CallTrace trace;
  private final boolean named;
  private volatile @Nullable String requestId;
  private volatile @Nullable String caller;
  private volatile @Nullable MeasuredModel model;
  private volatile Status.@Nullable Code said;

  /**
   * Starts a call.
   *
   * @param headers hold the id, if the caller gave one
   * @param trace null if the call is not traced
   */
  Call(Metadata headers, @Nullable CallTrace trace) {
    String id = headers.get(ID_KEY);
    this.named = id != null && isFit(id);
    this.requestId = named ? id : null;
    this.trace = trace;
  }

  private static boolean isFit(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean fit =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-_.:/+=".indexOf(c) >= 0;
      if (!fit) {
        return false;
      }
    }
    return !id.isEmpty() && id.length() <= MAX_ID_LENGTH;
  }

  /** The kind of the calls of a method. */
  public static CallKind kind(MethodDescriptor<?, ?> method) {
    return kind(method.getFullMethodName(), method.getServiceName());
  }

  /**
   * The kind of the calls of a method.
   *
   * @param method its name, SERVICE/METHOD
   */
  static CallKind kind(String method) {
    return kind(method, MethodDescriptor.extractFullServiceName(method));
  }

  private static CallKind kind(String method, @Nullable String service) {
    CallKind ofMethod = CallKind.BY_METHOD.get(method);
    return ofMethod != null
        ? ofMethod
        : CallKind.BY_SERVICE.getOrDefault(String.valueOf(service), CallKind.OTHER);
  }

  /** The call of a gRPC context. Outside of calls, it is a call without id and trace. */
  public static Call of(Context context) {
    Call call = KEY.get(context);
    return call == null ? new Call(new Metadata(), null) : call;
  }

  /** The current call, as use cases see it. */
  public static CallContext current() {
    Context context = Context.current();
    Call call = of(context);
    Deadline deadline = context.getDeadline();
    return new CallContext(
        deadline == null
            ? Long.MAX_VALUE
            : System.nanoTime() + deadline.timeRemaining(TimeUnit.NANOSECONDS),
        context::isCancelled,
        call.trace,
        asked -> call.model = asked);
  }

  /** The gRPC context in which the call is handled. */
  Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /** The id of the call, which is made now if it has none. */
  public String requestId() {
    String id = requestId;
    return id == null ? makeId() : id;
  }

  private synchronized String makeId() {
    String id = requestId;
    if (id == null) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      HexFormat hex = HexFormat.of();
      id = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
      requestId = id;
    }
    return id;
  }

  /** The id of the call; "" if it has none yet. */
  String requestIdOrEmpty() {
    String id = requestId;
    return id == null ? "" : id;
  }

  /** Adds the id to the headers of the answer, if the caller gave one. */
  public void writeTo(Metadata headers) {
    if (named) {
      headers.put(ID_KEY, requestId());
    }
  }

  /**
   * Records how the server ends the call. If the call fails, its trailers get the id, so that it
   * can be found in the log.
   */
  public void end(Status.Code code, Metadata trailers) {
    said = code;
    if (code != Status.Code.OK) {
      trailers.put(ID_KEY, requestId());
    }
  }

  /** Returns true if the server ended the call with a status. */
  boolean endsBy(Status.Code code) {
    return said == code;
  }

  /** Returns the trace; null if the call is not traced. */
  @Nullable CallTrace trace() {
    return trace;
  }

  /** Records the name of a caller that showed a known token or certificate. */
  public void comesFrom(String name) {
    caller = name;
  }

  /** The name of the caller, safe to show; empty where callers need no token. */
  public Optional<String> caller() {
    return Optional.ofNullable(caller).map(name -> ShortText.of(name, MOST_NAME_BYTES));
  }

  /** The model that the call asks, if any. */
  @Nullable MeasuredModel model() {
    return model;
  }
}
