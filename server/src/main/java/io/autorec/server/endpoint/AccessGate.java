package io.autorec.server.endpoint;

import static io.autorec.server.access.Scope.ADMIN;
import static io.autorec.server.access.Scope.METRICS;
import static io.autorec.server.access.Scope.PREDICT;

import io.autorec.server.access.Access;
import io.autorec.server.access.CallRates;
import io.autorec.server.access.Credentials;
import io.autorec.server.access.Scope;
import io.autorec.server.access.Verdict;
import io.autorec.server.calls.Call;
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
 * Turns away callers who may not call, or who call too often. Health is open to all, so that those
 * who watch over the server need no secret.
 */
public final class AccessGate implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** What a service asks of its callers, one of them; those not named here want ADMIN. */
  private static final Map<String, Set<Scope>> NEEDED =
      Map.of(
          AutoRecServiceGrpc.SERVICE_NAME,
          Set.of(PREDICT),
          ServerReflectionGrpc.SERVICE_NAME,
          Set.of(PREDICT, ADMIN, METRICS),
          "grpc.reflection.v1alpha.ServerReflection",
          Set.of(PREDICT, ADMIN, METRICS));

  private final Access access;
  private final Optional<CallRates> rates;

  /**
   * @param access who may call
   * @param rates how often, if that is bounded
   */
  public AccessGate(Access access, Optional<CallRates> rates) {
    this.access = access;
    this.rates = rates;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    String service = String.valueOf(call.getMethodDescriptor().getServiceName());
    if (service.equals(HealthGrpc.SERVICE_NAME)) {
      return next.startCall(call, headers);
    }
    Credentials shown = access.open() ? Credentials.NONE : shown(call, headers);
    Verdict verdict = access.check(shown, NEEDED.getOrDefault(service, Set.of(ADMIN)));
    name(verdict).ifPresent(name -> Call.of(Context.current()).comesFrom(name));
    if (verdict instanceof Verdict.Allowed allowed) {
      return rates.isEmpty()
          ? next.startCall(call, headers)
          : paced(call, headers, next, rates.get(), caller(allowed, call));
    }
    boolean unknown = verdict instanceof Verdict.Refused refused && refused.unknown();
    return Refusals.refuse(call, unknown ? Refusals.unauthenticated() : Refusals.notAllowed());
  }

  private static Optional<String> name(Verdict verdict) {
    return verdict instanceof Verdict.Allowed allowed
        ? allowed.name()
        : verdict instanceof Verdict.Refused refused ? refused.name() : Optional.empty();
  }

  private static <ReqT, RespT> ServerCall.Listener<ReqT> paced(
      ServerCall<ReqT, RespT> call,
      Metadata headers,
      ServerCallHandler<ReqT, RespT> next,
      CallRates rates,
      String caller) {
    if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      return next.startCall(new PacedCall<>(call, rates, caller), headers);
    }
    long waitNanos = rates.tryCall(caller);
    return waitNanos == 0
        ? next.startCall(call, headers)
        : Refusals.refuse(call, Refusals.tooOften(waitNanos));
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

  /** Whose calls are counted together. */
  private static String caller(Verdict.Allowed allowed, ServerCall<?, ?> call) {
    return allowed
        .name()
        .orElseGet(
            () ->
                call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
                        instanceof InetSocketAddress peer
                    ? peer.getAddress().getHostAddress()
                    : "unknown");
  }
}
