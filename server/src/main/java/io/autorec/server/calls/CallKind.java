package io.autorec.server.calls;

import io.autorec.inference.GRPCInferenceServiceGrpc;
import io.autorec.v1.AdminServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.util.Map;

/** The kinds of calls, which are treated alike whatever the service: {@link Call#kind}. */
public enum CallKind {
  /** Asks a model, or about models. */
  ASK,
  /** Asks whether a model is served, also while none is. */
  MODEL_STATE,
  /** Changes what is served. */
  CHANGE,
  /** Asks whether the server is healthy. Open to all, so that probes need no secret. */
  PROBE,
  /** Asks which methods there are. */
  REFLECTION,
  /** Anything else. */
  OTHER;

  /** The kinds by the names of services; others are {@link #OTHER}. */
  static final Map<String, CallKind> BY_SERVICE =
      Map.of(
          AutoRecServiceGrpc.SERVICE_NAME,
          ASK,
          GRPCInferenceServiceGrpc.SERVICE_NAME,
          ASK,
          AdminServiceGrpc.SERVICE_NAME,
          CHANGE,
          HealthGrpc.SERVICE_NAME,
          PROBE,
          ServerReflectionGrpc.SERVICE_NAME,
          REFLECTION,
          "grpc.reflection.v1alpha.ServerReflection",
          REFLECTION);

  /** The methods that differ from the others of their service. */
  static final Map<String, CallKind> BY_METHOD =
      Map.of(
          GRPCInferenceServiceGrpc.getServerLiveMethod().getFullMethodName(),
          PROBE,
          GRPCInferenceServiceGrpc.getServerReadyMethod().getFullMethodName(),
          PROBE,
          GRPCInferenceServiceGrpc.getModelReadyMethod().getFullMethodName(),
          MODEL_STATE,
          GRPCInferenceServiceGrpc.getServerMetadataMethod().getFullMethodName(),
          MODEL_STATE,
          GRPCInferenceServiceGrpc.getRepositoryModelLoadMethod().getFullMethodName(),
          CHANGE,
          GRPCInferenceServiceGrpc.getRepositoryModelUnloadMethod().getFullMethodName(),
          CHANGE);

  /** Returns true if a server that drains refuses such calls. */
  public boolean endsWithDrain() {
    return this == ASK || this == MODEL_STATE || this == CHANGE;
  }
}
