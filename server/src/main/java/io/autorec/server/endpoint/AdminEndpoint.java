package io.autorec.server.endpoint;

import io.autorec.server.calls.Call;
import io.autorec.server.repository.AdminException;
import io.autorec.server.repository.ModelAdmin;
import io.autorec.server.repository.ModelName;
import io.autorec.server.request.ShortText;
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
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The service that changes what is served, on a thread beside those that read calls. Each change
 * that was made or refused has a line in the log.
 */
public final class AdminEndpoint extends AdminServiceGrpc.AdminServiceImplBase {
  private static final Logger log = LoggerFactory.getLogger(AdminEndpoint.class);
  private static final int MOST_TEXT_BYTES = 200;

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
        new Asked("load", request.getModel(), ""),
        (admin, model) -> admin.load(model.name(), model.version()),
        observer,
        served -> LoadModelResponse.newBuilder().setServed(served).build());
  }

  @Override
  public void unloadModel(
      UnloadModelRequest request, StreamObserver<UnloadModelResponse> observer) {
    make(
        new Asked("unload", request.getModel(), ""),
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
        new Asked("label", request.getModel(), request.getLabel()),
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
      Asked asked, Change change, StreamObserver<T> observer, Function<ServedVersions, T> answer) {
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
              ServedVersions served;
              try {
                served = make(asked.ref, change);
              } catch (AdminException | RuntimeException | OutOfMemoryError e) {
                StatusRuntimeException refused =
                    e instanceof AdminException why
                        ? refusal(asked.ref, why)
                        : Refusals.of(e, context);
                asked.log(Call.of(context), asked.ref.getName(), refused.getStatus());
                observer.onError(refused);
                return;
              }
              asked.log(Call.of(context), served.getName(), Status.OK);
              if (context.isCancelled()) {
                return;
              }
              observer.onNext(answer.apply(served));
              observer.onCompleted();
            });
  }

  private ServedVersions make(ModelRef ref, Change change) throws AdminException {
    Serving.Models models = serving.models().orElseThrow(Refusals::loading);
    ModelName model = ModelInfos.name(ref);
    if (!model.label().isEmpty()) {
      Refusals.requireNone(
          List.of(new Violation("model.label", "expected: a version, by its number")));
    }
    return change.make(new ModelAdmin(models.catalog()), model);
  }

  /**
   * What a caller wants to be changed.
   *
   * @param change a word for it
   * @param label "" where it is about none
   */
  private record Asked(String change, ModelRef ref, String label) {
    /** Says in the log who had it done, or was refused it. */
    void log(Call call, String model, Status outcome) {
      // What callers choose freely comes last: in lines of text it could pose as other fields.
      LoggingEventBuilder line =
          log.atInfo()
              .addKeyValue("change", change)
              // The service is there only where callers have names.
              .addKeyValue("caller", call.caller().orElse("unknown"))
              .addKeyValue("request_id", call.requestId())
              .addKeyValue("code", outcome.getCode().name())
              .addKeyValue("version", ref.getVersion())
              .addKeyValue("model", ShortText.of(model, MOST_TEXT_BYTES));
      if (!label.isEmpty()) {
        line = line.addKeyValue("label", ShortText.of(label, MOST_TEXT_BYTES));
      }
      if (!outcome.isOk()) {
        line = line.addKeyValue("why", String.valueOf(outcome.getDescription()));
      }
      line.log("administration");
    }
  }

  private static StatusRuntimeException refusal(ModelRef ref, AdminException e) {
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
