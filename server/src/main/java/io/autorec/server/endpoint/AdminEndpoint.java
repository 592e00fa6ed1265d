package io.autorec.server.endpoint;

import io.autorec.server.repository.AdminException;
import io.autorec.server.repository.ModelAdmin;
import io.autorec.server.repository.ModelName;
import io.autorec.server.request.Violation;
import io.autorec.v1.AdminServiceGrpc;
import io.autorec.v1.LoadModelRequest;
import io.autorec.v1.LoadModelResponse;
import io.autorec.v1.ModelRef;
import io.autorec.v1.ServedVersions;
import io.autorec.v1.SetLabelRequest;
import io.autorec.v1.SetLabelResponse;
import io.autorec.v1.UnloadModelRequest;
import io.autorec.v1.UnloadModelResponse;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Function;

/** The service that changes what is served, on a thread beside those that read calls. */
public final class AdminEndpoint extends AdminServiceGrpc.AdminServiceImplBase {
  private final Serving serving;

  /**
   * @param serving what is changed
   */
  public AdminEndpoint(Serving serving) {
    this.serving = serving;
  }

  private interface Change {
    ServedVersions make(ModelAdmin admin, ModelName model) throws AdminException;
  }

  @Override
  public void loadModel(LoadModelRequest request, StreamObserver<LoadModelResponse> observer) {
    make(
        request.getModel(),
        (admin, model) -> admin.load(model.name(), model.version()),
        observer,
        served -> LoadModelResponse.newBuilder().setServed(served).build());
  }

  @Override
  public void unloadModel(
      UnloadModelRequest request, StreamObserver<UnloadModelResponse> observer) {
    make(
        request.getModel(),
        (admin, model) -> {
          if (model.name().isEmpty()) {
            Refusals.requireNone(
                List.of(new Violation("model.name", "none (expected: what is to be taken away)")));
          }
          return admin.unload(model.name(), model.version());
        },
        observer,
        served -> UnloadModelResponse.newBuilder().setServed(served).build());
  }

  @Override
  public void setLabel(SetLabelRequest request, StreamObserver<SetLabelResponse> observer) {
    make(
        request.getModel(),
        (admin, model) -> {
          if (!ModelAdmin.isLabel(request.getLabel())) {
            Refusals.requireNone(
                List.of(
                    new Violation(
                        "label",
                        "expected: up to 63 small letters, digits, - and _, a letter first")));
          }
          return admin.label(model.name(), model.version(), request.getLabel());
        },
        observer,
        served -> SetLabelResponse.newBuilder().setServed(served).build());
  }

  private <T> void make(
      ModelRef ref, Change change, StreamObserver<T> observer, Function<ServedVersions, T> answer) {
    if (observer instanceof ServerCallStreamObserver<T> call) {
      // With a handler set, answering a cancelled call does nothing instead of throwing.
      call.setOnCancelHandler(() -> {});
    }
    Context context = Context.current();
    serving
        .changes()
        .execute(
            () -> {
              // Its caller has gone, or the server has cut it off: nobody would know what was done.
              if (context.isCancelled()) {
                return;
              }
              T made;
              try {
                Serving.Models models = serving.models().orElseThrow(Refusals::loading);
                ModelName model = ModelInfos.name(ref);
                if (!model.label().isEmpty()) {
                  Refusals.requireNone(
                      List.of(new Violation("model.label", "expected: a version, by its number")));
                }
                made = answer.apply(change.make(new ModelAdmin(models.catalog()), model));
              } catch (AdminException e) {
                observer.onError(refusal(ref, e));
                return;
              } catch (RuntimeException | OutOfMemoryError e) {
                observer.onError(Refusals.of(e, context));
                return;
              }
              if (context.isCancelled()) {
                return;
              }
              observer.onNext(made);
              observer.onCompleted();
            });
  }

  private static RuntimeException refusal(ModelRef ref, AdminException e) {
    String what =
        (ref.getName().isEmpty() ? "default model" : "model \"" + ref.getName() + "\"")
            + (ref.getVersion() == 0 ? "" : " version " + ref.getVersion())
            + ": "
            + e.getMessage();
    return switch (e.reason()) {
      case MISSING -> Refusals.notFound(what);
      case IMPOSSIBLE -> Refusals.failedPrecondition(what);
    };
  }
}
