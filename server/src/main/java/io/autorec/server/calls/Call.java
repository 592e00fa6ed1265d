package io.autorec.server.calls;

import io.autorec.server.metrics.MeasuredModel;
import io.autorec.server.request.ShortText;
import io.autorec.server.tracing.CallTrace;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call, for as long as it is answered. Safe for use by several threads. */
public final class Call {
  private static final Context.Key<Call> KEY = Context.key("autorec-call");

  private static final int MOST_NAME_BYTES = 200;

  private final CallTrace trace;
  private final boolean named;
  private volatile @Nullable String requestId;
  private volatile @Nullable String caller;
  private volatile @Nullable MeasuredModel model;
  private volatile Status.@Nullable Code said;

  /**
   * @param requestId that the caller gave
   */
  Call(Optional<String> requestId, CallTrace trace) {
    this.requestId = requestId.orElse(null);
    this.named = requestId.isPresent();
    this.trace = trace;
  }

  /** The call of a context; where there is none, one that nobody asks about. */
  public static Call of(Context context) {
    Call call = KEY.get(context);
    return call == null ? new Call(Optional.empty(), CallTrace.NONE) : call;
  }

  /** The context of its handling. */
  Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /** Its id, which is made now if it had none. */
  public String requestId() {
    String id = requestId;
    return id == null ? makeId() : id;
  }

  private synchronized String makeId() {
    String id = requestId;
    if (id == null) {
      id = RequestId.made();
      requestId = id;
    }
    return id;
  }

  /** Its id if it has one by now, else "". */
  String requestIdOrEmpty() {
    String id = requestId;
    return id == null ? "" : id;
  }

  /** Adds the id to the headers of the answer, if the caller has given one. */
  public void writeTo(Metadata headers) {
    if (named) {
      headers.put(RequestId.KEY, requestId());
    }
  }

  /**
   * Records how the server ends the call. Adds the id, given or made, to the trailers of a call
   * that fails, so that it can be found in the log.
   */
  public void end(Status.Code code, Metadata trailers) {
    said = code;
    if (code != Status.Code.OK) {
      trailers.put(RequestId.KEY, requestId());
    }
  }

  /** Whether the server has ended it so. */
  boolean endsBy(Status.Code code) {
    return said == code;
  }

  /** Where its time goes. */
  public CallTrace trace() {
    return trace;
  }

  /** Says whose it is: of whoever showed a token, or a certificate, that the server knows. */
  public void comesFrom(String name) {
    caller = name;
  }

  /** Whose it is, as it is to be shown; empty where nobody had to say. */
  public Optional<String> caller() {
    return Optional.ofNullable(caller).map(name -> ShortText.of(name, MOST_NAME_BYTES));
  }

  /** Says which model it asks. */
  public void asks(MeasuredModel asked) {
    model = asked;
  }

  @Nullable MeasuredModel model() {
    return model;
  }
}
