package io.autorec.server.endpoint;

import io.autorec.server.answer.Serving;
import io.autorec.server.request.ChangeRequest;
import io.autorec.v1.AdminServiceGrpc;
import io.autorec.v1.LoadModelRequest;
import io.autorec.v1.LoadModelResponse;
import io.autorec.v1.SetLabelRequest;
import io.autorec.v1.SetLabelResponse;
import io.autorec.v1.UnloadModelRequest;
import io.autorec.v1.UnloadModelResponse;
import io.grpc.stub.StreamObserver;

/** The service AdminService: changes what is served. */
public final class AdminEndpoint extends AdminServiceGrpc.AdminServiceImplBase {
  private final ModelChanges changes;

  /**
   * Offers the service.
   *
   * @param serving the models
   */
  public AdminEndpoint(Serving serving) {
    this.changes = new ModelChanges(serving);
  }

  @Override
  public void loadModel(LoadModelRequest message, StreamObserver<LoadModelResponse> observer) {
    changes.make(
        ChangeRequest.of(message),
        observer,
        served -> LoadModelResponse.newBuilder().setServed(served).build());
  }

  @Override
  public void unloadModel(
      UnloadModelRequest message, StreamObserver<UnloadModelResponse> observer) {
    changes.make(
        ChangeRequest.of(message),
        observer,
        served -> UnloadModelResponse.newBuilder().setServed(served).build());
  }

  @Override
  public void setLabel(SetLabelRequest message, StreamObserver<SetLabelResponse> observer) {
    changes.make(
        ChangeRequest.of(message),
        observer,
        served -> SetLabelResponse.newBuilder().setServed(served).build());
  }
}
