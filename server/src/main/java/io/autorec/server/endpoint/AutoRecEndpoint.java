package io.autorec.server.endpoint;

import io.autorec.server.calls.Call;
import io.autorec.server.metrics.ModelMetrics;
import io.autorec.server.repository.BadVersion;
import io.autorec.server.repository.LoadedModel;
import io.autorec.server.repository.ModelLease;
import io.autorec.server.request.PageToken;
import io.autorec.server.request.PredictCheck;
import io.autorec.server.request.RecommendCheck;
import io.autorec.server.request.Violation;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.GetModelResponse;
import io.autorec.v1.ListModelsRequest;
import io.autorec.v1.ListModelsResponse;
import io.autorec.v1.ModelRef;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictResponse;
import io.autorec.v1.PredictStreamResponse;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.RecommendStreamResponse;
import io.autorec.v1.SimilarItemsRequest;
import io.autorec.v1.SimilarItemsResponse;
import io.autorec.v1.SimilarUsersRequest;
import io.autorec.v1.SimilarUsersResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** The service: checks a request, hands it on, and sends the answer once it is there. */
public final class AutoRecEndpoint extends AutoRecServiceGrpc.AutoRecServiceImplBase {
  private final Serving serving;
  private final SideWork sideWork;

  /**
   * @param serving what to answer from
   */
  public AutoRecEndpoint(Serving serving) {
    this.serving = serving;
    this.sideWork = serving.sideWork();
  }

  @Override
  public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
    answer(observer, () -> predict(request));
  }

  @Override
  public void recommend(RecommendRequest request, StreamObserver<RecommendResponse> observer) {
    answer(observer, () -> recommend(request));
  }

  @Override
  public StreamObserver<PredictRequest> predictStream(
      StreamObserver<PredictStreamResponse> observer) {
    return AnswerStream.open(
        observer,
        serving,
        new AnswerStream.Method<>(
            PredictRequest::getVectorsCount,
            this::predict,
            response -> PredictStreamResponse.newBuilder().setResponse(response).build(),
            error -> PredictStreamResponse.newBuilder().setError(error).build()));
  }

  @Override
  public StreamObserver<RecommendRequest> recommendStream(
      StreamObserver<RecommendStreamResponse> observer) {
    return AnswerStream.open(
        observer,
        serving,
        new AnswerStream.Method<>(
            request -> 1,
            this::recommend,
            response -> RecommendStreamResponse.newBuilder().setResponse(response).build(),
            error -> RecommendStreamResponse.newBuilder().setError(error).build()));
  }

  @Override
  public void similarItems(
      SimilarItemsRequest request, StreamObserver<SimilarItemsResponse> observer) {
    answer(
        observer,
        () -> {
          Serving.Models models = models();
          return leased(
              find(models, request.getModel()), model -> similar(models, model).items(request));
        });
  }

  @Override
  public void similarUsers(
      SimilarUsersRequest request, StreamObserver<SimilarUsersResponse> observer) {
    answer(
        observer,
        () -> {
          Serving.Models models = models();
          return leased(
              find(models, request.getModel()), model -> similar(models, model).users(request));
        });
  }

  private Similar similar(Serving.Models models, LoadedModel model) {
    return new Similar(model, models.limits(), Waiting.current(), sideWork);
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> observer) {
    answer(
        observer,
        () -> {
          Serving.Models models = models();
          LoadedModel model = found(models, request.getModel());
          GetModelResponse.Builder response =
              GetModelResponse.newBuilder().setModel(ModelInfos.info(model, models.catalog()));
          if (request.getIncludeVocabulary()) {
            response
                .setUsers(model.metadata().users().toProto())
                .setItems(model.metadata().items().toProto());
          }
          return CompletableFuture.completedFuture(response.build());
        });
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> observer) {
    answer(
        observer,
        () -> {
          Serving.Models models = models();
          ListModelsResponse.Builder response = ListModelsResponse.newBuilder();
          for (LoadedModel model : models.catalog().all()) {
            response.addModels(ModelInfos.info(model, models.catalog()));
          }
          for (BadVersion bad : models.catalog().bad()) {
            response
                .addBadVersionsBuilder()
                .setModel(ModelRef.newBuilder().setName(bad.name()).setVersion(bad.version()))
                .setReason(bad.why());
          }
          return CompletableFuture.completedFuture(response.build());
        });
  }

  private CompletableFuture<PredictResponse> predict(PredictRequest request) {
    Serving.Models models = models();
    return leased(
        find(models, request.getModel()),
        model -> {
          Predictor.requireVectors(model, request);
          List<Violation> violations = new ArrayList<>();
          PredictCheck check =
              PredictCheck.of(request, model.metadata(), models.limits(), violations);
          Refusals.requireNone(model, violations, check.unknownIds());
          return new Predictor(model, check, Waiting.current(), sideWork).predict();
        });
  }

  private CompletableFuture<RecommendResponse> recommend(RecommendRequest request) {
    Serving.Models models = models();
    return leased(
        request.getPageToken().isEmpty()
            ? find(models, request.getModel())
            : findOfPage(models, request),
        model -> {
          Recommender.requireAble(model, request);
          List<Violation> violations = new ArrayList<>();
          RecommendCheck check =
              RecommendCheck.of(
                  request, ModelInfos.ref(model), model.metadata(), models.limits(), violations);
          Refusals.requireNone(model, violations, check.unknownIds());
          return new Recommender(model, request, check, Waiting.current(), sideWork).recommend();
        });
  }

  /** Uses a model until there is an answer, or none. */
  private static <T> CompletableFuture<T> leased(
      ModelLease lease, Function<LoadedModel, CompletableFuture<T>> use) {
    long started = System.nanoTime();
    Call call = Call.of(Context.current());
    call.asks(lease.model());
    ModelMetrics metrics = lease.model().metrics();
    CompletableFuture<T> answer;
    try {
      answer = use.apply(lease.model());
    } catch (RuntimeException e) {
      metrics.failed(Refusals.reason(e));
      lease.close();
      throw e;
    }
    if (call.trace().isKept()) {
      call.trace().phase("check", started, System.nanoTime());
    }
    return answer.whenComplete(
        (value, thrown) -> {
          if (thrown == null) {
            metrics.answered(System.nanoTime() - started);
          } else {
            metrics.failed(Refusals.reason(thrown));
          }
          lease.close();
        });
  }

  private Serving.Models models() {
    return serving.models().orElseThrow(Refusals::loading);
  }

  private static ModelLease find(Serving.Models models, ModelRef ref) {
    return models.catalog().lease(ModelInfos.name(ref)).orElseThrow(() -> notLoaded(models, ref));
  }

  private static LoadedModel found(Serving.Models models, ModelRef ref) {
    return models.catalog().find(ModelInfos.name(ref)).orElseThrow(() -> notLoaded(models, ref));
  }

  private static StatusRuntimeException notLoaded(Serving.Models models, ModelRef ref) {
    if (models.catalog().isWaiting()) {
      return Refusals.noModelYet();
    }
    return Refusals.notFound(
        (ref.getName().isEmpty() ? "default model" : "model \"" + ref.getName() + "\"")
            + (ref.getVersion() == 0 ? "" : " version " + ref.getVersion())
            + (ref.getLabel().isEmpty() ? "" : " label \"" + ref.getLabel() + "\"")
            + ": not loaded (ListModels shows what is)");
  }

  /** The version that a page goes on with: that of the page before, wherever labels point now. */
  private static ModelLease findOfPage(Serving.Models models, RecommendRequest request) {
    ModelRef ref = request.getModel();
    OptionalLong version = PageToken.versionOf(request.getPageToken());
    if (ref.getVersion() != 0 || version.isEmpty()) {
      return find(models, ref);
    }
    return models
        .catalog()
        .lease(ref.getName(), version.getAsLong())
        .orElseThrow(
            () ->
                Refusals.failedPrecondition(
                    "page_token: from version "
                        + version.getAsLong()
                        + ", which is not loaded (expected: no page_token, to start again)"));
  }

  private static <T> void answer(
      StreamObserver<T> observer, Supplier<CompletableFuture<T>> handler) {
    if (observer instanceof ServerCallStreamObserver<T> call) {
      // With a handler set, answering a cancelled call does nothing instead of throwing.
      call.setOnCancelHandler(() -> {});
    }
    Context context = Context.current();
    CompletableFuture<T> response;
    try {
      response = handler.get();
    } catch (RuntimeException e) {
      observer.onError(Refusals.of(e, context));
      return;
    }
    CompletableFuture<T> unused =
        response.whenComplete(
            (value, thrown) -> {
              if (thrown == null) {
                observer.onNext(value);
                observer.onCompleted();
              } else {
                observer.onError(Refusals.of(thrown, context));
              }
            });
  }
}
