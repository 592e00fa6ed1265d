package io.autorec.server.launch;

import io.autorec.server.access.Scope;
import io.autorec.server.answer.Serving;
import io.autorec.server.calls.CallObserver;
import io.autorec.server.endpoint.AdminEndpoint;
import io.autorec.server.endpoint.AutoRecEndpoint;
import io.autorec.server.endpoint.InferenceEndpoint;
import io.autorec.server.gate.Gates;
import io.autorec.server.launch.settings.ObservabilitySettings;
import io.autorec.server.launch.settings.ServerSettings;
import io.autorec.server.launch.settings.StartException;
import io.autorec.server.metrics.ConnectionSnapshots;
import io.autorec.server.metrics.MeasuredServer;
import io.autorec.server.tracing.CallTraces;
import io.autorec.server.transport.CountedConnections;
import io.grpc.BindableService;
import io.grpc.ServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.grpc.server.GrpcServerBuilder;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes every part of the server and puts them together. Read it from top to bottom: the parts come
 * first, then the gates, then the services, then the server itself.
 *
 * <p>Micronaut calls each method once, passes it the parts that it names, and closes the parts when
 * the server ends. Two parts are made before: {@link ServerSettings} and {@link Security}, because
 * mistakes in them are the operator's. Micronaut's management endpoints are not used: they need its
 * HTTP server, which brings more than {@link io.autorec.server.transport.HttpPort}'s Jetty.
 */
@Factory
final class Wiring {
  @Singleton
  @Bean(preDestroy = "close")
  Serving serving() {
    return new Serving();
  }

  @Singleton
  @Bean(preDestroy = "close")
  CallObserver observer(ServerSettings settings) throws StartException {
    ObservabilitySettings observed = settings.observability();
    Optional<URI> endpoint = observed.tracesEndpoint();
    return new CallObserver(
        observed.loggedCalls(),
        endpoint.isEmpty() ? null : CallTraces.to(endpoint.get(), observed.traceSamplePercent()));
  }

  @Singleton
  HealthStatusManager healthService() {
    return new HealthStatusManager();
  }

  @Singleton
  Health health(HealthStatusManager service, Serving serving) {
    return new Health(service, serving);
  }

  @Singleton
  CountedConnections connections(ServerSettings settings) {
    return new CountedConnections(settings.connections().maxConnections());
  }

  @Singleton
  MeasuredServer measured(
      Serving serving,
      Security security,
      CallObserver observer,
      CountedConnections connections,
      Gates gates) {
    return new ObservedServer(
        serving,
        security.tls(),
        observer.counts(),
        new ConnectionSnapshots(connections::open, connections::refused, gates::unreadBytes));
  }

  @Singleton
  @Bean(preDestroy = "close")
  GrpcTransport transport(
      ServerSettings settings, Security security, CountedConnections connections) {
    return new GrpcTransport(settings, security.tls(), connections);
  }

  /** Returns the gates; {@link Gates} has their order. */
  @Singleton
  Gates gates(ServerSettings settings, Security security, Serving serving) {
    return new Gates(
        security.access(),
        security.rates(),
        serving,
        settings.batches().overload(Runtime.getRuntime().availableProcessors()),
        settings.requests().limits().maxVectors(),
        settings.connections().maxUnreadBytes());
  }

  /** Returns the services; administration only where some token allows it. */
  @SuppressWarnings("deprecation") // v1alpha of reflection, which grpcurl and ghz fall back to.
  static List<BindableService> services(
      Security security, Serving serving, HealthStatusManager health) {
    List<BindableService> services = new ArrayList<>();
    services.add(new AutoRecEndpoint(serving));
    InferenceEndpoint inference = new InferenceEndpoint(serving, Version.number());
    if (security.access().offers(Scope.ADMIN)) {
      services.add(new AdminEndpoint(serving));
      services.add(inference);
    } else {
      services.add(inference::withoutChanges);
    }
    services.add(health.getHealthService());
    services.add(ProtoReflectionServiceV1.newInstance());
    services.add(ProtoReflectionService.newInstance());
    return services;
  }

  /** Replaces Micronaut's own builder, which would order gates by annotations. */
  @Singleton
  @Replaces(bean = ServerBuilder.class, factory = GrpcServerBuilder.class)
  ServerBuilder<?> server(
      GrpcTransport transport,
      Security security,
      Serving serving,
      CallObserver observer,
      HealthStatusManager health,
      Gates gates)
      throws StartException {
    ServerBuilder<?> server = transport.newServer().addStreamTracerFactory(observer);
    gates.addTo(server);
    for (BindableService service : services(security, serving, health)) {
      server.addService(Gates.behind(service));
    }
    return server;
  }
}
