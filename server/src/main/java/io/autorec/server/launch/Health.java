package io.autorec.server.launch;

import io.autorec.inference.GRPCInferenceServiceGrpc;
import io.autorec.server.answer.Serving;
import io.autorec.server.metrics.MeasuredServer.State;
import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the health service up to date: SERVING while a model answers calls, else NOT_SERVING. Safe
 * for use by several threads.
 */
final class Health {
  private static final Logger log = LoggerFactory.getLogger(Health.class);

  private final HealthStatusManager manager;
  private final Serving serving;
  private State told = State.LOADING;

  Health(HealthStatusManager manager, Serving serving) {
    this.manager = manager;
    this.serving = serving;
    update();
  }

  /** Sets the current status. It must be called after each change of the state of the server. */
  synchronized void update() {
    State now = serving.state();
    ServingStatus status = now == State.SERVING ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    // The whole server last: a client that hears of it finds the service in the same state.
    manager.setStatus(AutoRecServiceGrpc.SERVICE_NAME, status);
    manager.setStatus(GRPCInferenceServiceGrpc.SERVICE_NAME, status);
    manager.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    if (now == State.NO_MODEL && told != now) {
      log.warn("no model is served: health says NOT_SERVING");
    } else if (now == State.SERVING && told == State.NO_MODEL) {
      log.info("a model is served: health says SERVING");
    }
    told = now;
  }
}
