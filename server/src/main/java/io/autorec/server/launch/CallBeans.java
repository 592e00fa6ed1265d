package io.autorec.server.launch;

import io.autorec.server.calls.CallObserver;
import io.autorec.server.calls.RequestIdEcho;
import io.autorec.server.tracing.CallTraces;
import io.autorec.server.tracing.OtlpTraces;
import io.grpc.ServerBuilder;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;

/** What sees every call. */
@Factory
final class CallBeans {
  @Singleton
  @Bean(preDestroy = "close")
  CallTraces traces(ServerSettings settings) throws StartException {
    Optional<URI> endpoint = settings.observability().tracesEndpoint();
    return endpoint.isEmpty()
        ? CallTraces.NONE
        : OtlpTraces.to(endpoint.get(), settings.observability().traceSamplePercent());
  }

  @Singleton
  CallObserver observer(ServerSettings settings, CallTraces traces) throws StartException {
    return new CallObserver(settings.observability().loggedCalls(), traces);
  }

  /** Puts it before all that may refuse a call. */
  @Singleton
  static final class First implements BeanCreatedEventListener<ServerBuilder<?>> {
    private final CallObserver observer;

    First(CallObserver observer) {
      this.observer = observer;
    }

    @Override
    public ServerBuilder<?> onCreated(BeanCreatedEvent<ServerBuilder<?>> event) {
      // The interceptor that is added last is asked first.
      return event.getBean().addStreamTracerFactory(observer).intercept(new RequestIdEcho());
    }
  }
}
