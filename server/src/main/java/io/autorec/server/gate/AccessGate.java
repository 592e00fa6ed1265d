package io.autorec.server.gate;

import io.autorec.server.access.Access;
import io.autorec.server.access.CallRates;
import io.autorec.server.access.Credentials;
import io.autorec.server.access.Scope;
import io.autorec.server.answer.Refusal;
import io.autorec.server.calls.Call;
import io.autorec.server.calls.CallKind;
import io.autorec.server.calls.RefusalStatus;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Refuses callers without permission, and callers that exceed their rate. Health checks are open to
 * all, so that probes need no secret.
 *
 * @param access who may call
 * @param rates how often each caller may call, if that is limited
 */
record AccessGate(Access access, Optional<CallRates> rates) implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    Set<Scope> needed = needed(Call.kind(call.getMethodDescriptor()));
    if (needed.isEmpty()) {
      return next.startCall(call, headers);
    }
    Credentials shown = access.open() ? Credentials.NONE : shown(call, headers);
    Access.Verdict verdict = access.check(shown, needed);
    verdict.name().ifPresent(name -> Call.of(Context.current()).comesFrom(name));
    if (!verdict.allowed()) {
      return RefusalStatus.close(
          call, verdict.name().isEmpty() ? Refusal.UNAUTHENTICATED : Refusal.NOT_ALLOWED);
    }
    return rates.isEmpty()
        ? next.startCall(call, headers)
        : paced(call, headers, next, rates.get(), verdict.name().orElseGet(() -> address(call)));
  }

  /** Returns the scopes of which a caller needs one; none: it needs no credentials. */
  private static Set<Scope> needed(CallKind kind) {
    return switch (kind) {
      case ASK, MODEL_STATE -> Set.of(Scope.PREDICT);
      case CHANGE, OTHER -> Set.of(Scope.ADMIN);
      case REFLECTION -> Set.of(Scope.PREDICT, Scope.ADMIN, Scope.METRICS);
      case PROBE -> Set.of();
    };
  }

  private static <ReqT, RespT> ServerCall.Listener<ReqT> paced(
      ServerCall<ReqT, RespT> call,
      Metadata headers,
      ServerCallHandler<ReqT, RespT> next,
      CallRates rates,
      String caller) {
    if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      // Like a full queue, no reason to refuse a request: the client of a stream can wait.
      GatedCall.of(call).pace(messages -> rates.delay(caller, messages));
      return next.startCall(call, headers);
    }
    long waitNanos = rates.tryCall(caller);
    return waitNanos == 0
        ? next.startCall(call, headers)
        : RefusalStatus.close(call, Refusal.tooOften(waitNanos));
  }

  private static Credentials shown(ServerCall<?, ?> call, Metadata headers) {
    return new Credentials(
        Optional.ofNullable(headers.get(AUTHORIZATION)),
        Optional.ofNullable(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
            .flatMap(AccessGate::subject));
  }

  private static Optional<Principal> subject(SSLSession session) {
    try {
      return Optional.of(session.getPeerPrincipal());
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  /** The name under which calls of unnamed callers are counted together. */
  private static String address(ServerCall<?, ?> call) {
    return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
            instanceof InetSocketAddress peer
        ? peer.getAddress().getHostAddress()
        : "unknown";
  }
}
