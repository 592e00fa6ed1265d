package io.autorec.server.launch;

import io.autorec.server.endpoint.AutoRecEndpoint;
import io.autorec.server.endpoint.Serving;
import io.autorec.server.endpoint.StrictMessages;
import io.grpc.BindableService;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** The services beside ours: health and reflection. */
@Factory
final class GrpcBeans {
  @Singleton
  @Named("autorec")
  BindableService autoRec(Serving serving) {
    return new StrictMessages(new AutoRecEndpoint(serving));
  }

  @Singleton
  HealthStatusManager health() {
    return new HealthStatusManager();
  }

  @Singleton
  @Named("health")
  BindableService healthService(HealthStatusManager health) {
    return new StrictMessages(health.getHealthService());
  }

  @Singleton
  @Named("reflection-v1")
  BindableService reflection() {
    return new StrictMessages(ProtoReflectionServiceV1.newInstance());
  }

  /** What grpcurl and ghz fall back to. */
  @Singleton
  @Named("reflection-v1alpha")
  @SuppressWarnings("deprecation")
  BindableService reflectionAlpha() {
    return new StrictMessages(ProtoReflectionService.newInstance());
  }
}
