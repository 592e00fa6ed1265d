package io.autorec.server.gate;

import static io.autorec.server.access.Scope.ADMIN;
import static io.autorec.server.access.Scope.METRICS;
import static io.autorec.server.access.Scope.PREDICT;

import io.autorec.server.access.Access;
import io.autorec.server.access.CallRates;
import io.autorec.server.access.Credentials;
import io.autorec.server.access.Scope;
import io.autorec.server.answer.Refusal;
import io.autorec.server.calls.Call;
import io.autorec.server.calls.RefusalStatus;
import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Map;
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

  /** The scopes of a service, of which a caller needs one. Other services need ADMIN. */
  private static final Map<String, Set<Scope>> NEEDED =
      Map.of(
          AutoRecServiceGrpc.SERVICE_NAME,
          Set.of(PREDICT),
          ServerReflectionGrpc.SERVICE_NAME,
          Set.of(PREDICT, ADMIN, METRICS),
          "grpc.reflection.v1alpha.ServerReflection",
          Set.of(PREDICT, ADMIN, METRICS));

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    String service = String.valueOf(call.getMethodDescriptor().getServiceName());
    if (service.equals(HealthGrpc.SERVICE_NAME)) {
      return next.startCall(call, headers);
    }
    Credentials shown = access.open() ? Credentials.NONE : shown(call, headers);
    Access.Verdict verdict = access.check(shown, NEEDED.getOrDefault(service, Set.of(ADMIN)));
    verdict.name().ifPresent(name -> Call.of(Context.current()).comesFrom(name));
    if (!verdict.allowed()) {
      return RefusalStatus.close(
          call, verdict.name().isEmpty() ? Refusal.UNAUTHENTICATED : Refusal.NOT_ALLOWED);
    }
    return rates.isEmpty()
        ? next.startCall(call, headers)
        : paced(call, headers, next, rates.get(), verdict.name().orElseGet(() -> address(call)));
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
