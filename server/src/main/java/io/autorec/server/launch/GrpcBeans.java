package io.autorec.server.launch;

import io.autorec.server.access.Scope;
import io.autorec.server.endpoint.AccessGate;
import io.autorec.server.endpoint.AdminEndpoint;
import io.autorec.server.endpoint.AutoRecEndpoint;
import io.autorec.server.endpoint.Serving;
import io.autorec.server.endpoint.StrictMessages;
import io.autorec.server.endpoint.UnreadAnswers;
import io.autorec.server.metrics.ConnectionSnapshots;
import io.autorec.server.transport.CountedConnections;
import io.grpc.BindableService;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.exceptions.DisabledBeanException;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** The services, and who may call them. */
@Factory
final class GrpcBeans {
  @Singleton
  @Named("autorec")
  BindableService autoRec(Serving serving) {
    return new StrictMessages(new AutoRecEndpoint(serving), serving);
  }

  /** Only where somebody may call it. */
  @Singleton
  @Named("admin")
  BindableService admin(Serving serving, Security security) {
    if (!security.access().offers(Scope.ADMIN)) {
      throw new DisabledBeanException("no token of scope admin");
    }
    return new StrictMessages(new AdminEndpoint(serving), serving);
  }

  @Singleton
  AccessGate accessGate(Security security) {
    return new AccessGate(security.access(), security.rates());
  }

  @Singleton
  UnreadAnswers unreadAnswers(ServerSettings settings) {
    return new UnreadAnswers((long) settings.connections().maxUnreadMib() << 20);
  }

  @Singleton
  CountedConnections connections(ServerSettings settings) {
    return new CountedConnections(settings.connections().maxConnections());
  }

  @Singleton
  ConnectionSnapshots connectionSnapshots(CountedConnections connections, UnreadAnswers unread) {
    return new ConnectionSnapshots(connections::open, connections::refused, unread::bytes);
  }

  @Singleton
  HealthStatusManager health() {
    return new HealthStatusManager();
  }

  @Singleton
  @Named("health")
  BindableService healthService(HealthStatusManager health, Serving serving) {
    return new StrictMessages(health.getHealthService(), serving);
  }

  @Singleton
  @Named("reflection-v1")
  BindableService reflection(Serving serving) {
    return new StrictMessages(ProtoReflectionServiceV1.newInstance(), serving);
  }

  /** What grpcurl and ghz fall back to. */
  @Singleton
  @Named("reflection-v1alpha")
  @SuppressWarnings("deprecation")
  BindableService reflectionAlpha(Serving serving) {
    return new StrictMessages(ProtoReflectionService.newInstance(), serving);
  }
}
