package io.autorec.server.endpoint;

import io.autorec.server.answer.Answers;
import io.autorec.server.answer.PredictedRatings;
import io.autorec.server.answer.RecommendedItems;
import io.autorec.server.answer.Serving;
import io.autorec.server.calls.Call;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.ModelChoice;
import io.autorec.server.request.PredictQuery;
import io.autorec.server.request.RecommendQuery;
import io.autorec.server.request.SimilarQuery;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.GetModelResponse;
import io.autorec.v1.ListModelsRequest;
import io.autorec.v1.ListModelsResponse;
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
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** The service AutoRecService: reads a message, asks a use case, and sends its answer. */
public final class AutoRecEndpoint extends AutoRecServiceGrpc.AutoRecServiceImplBase {
  private final Serving serving;
  private final Answers answers;

  /**
   * Offers the service.
   *
   * @param serving the models that answer
   */
  public AutoRecEndpoint(Serving serving) {
    this.serving = serving;
    this.answers = new Answers(serving);
  }

  private CompletableFuture<PredictedRatings> predict(PredictRequest message) {
    return answers.predict(
        ModelChoice.of(message.getModel()), PredictQuery.reader(message), Call.current());
  }

  private CompletableFuture<RecommendedItems> recommend(RecommendRequest message) {
    return answers.recommend(
        RecommendQuery.model(message), RecommendQuery.reader(message), Call.current());
  }

  @Override
  public void predict(PredictRequest message, StreamObserver<PredictResponse> observer) {
    Reply.send(observer, () -> predict(message), Responses::predict);
  }

  @Override
  public void recommend(RecommendRequest message, StreamObserver<RecommendResponse> observer) {
    Reply.send(observer, () -> recommend(message), Responses::recommend);
  }

  @Override
  public StreamObserver<PredictRequest> predictStream(
      StreamObserver<PredictStreamResponse> observer) {
    return AnswerStream.open(
        observer,
        serving,
        new AnswerStream.Method<>(
            PredictRequest::getVectorsCount,
            message -> predict(message).thenApply(Responses::predict),
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
            message -> 1,
            message -> recommend(message).thenApply(Responses::recommend),
            response -> RecommendStreamResponse.newBuilder().setResponse(response).build(),
            error -> RecommendStreamResponse.newBuilder().setError(error).build()));
  }

  @Override
  public void similarItems(
      SimilarItemsRequest message, StreamObserver<SimilarItemsResponse> observer) {
    Reply.send(
        observer,
        () ->
            answers.similar(
                ModelChoice.of(message.getModel()), SimilarQuery.reader(message), Call.current()),
        Responses::similarItems);
  }

  @Override
  public void similarUsers(
      SimilarUsersRequest message, StreamObserver<SimilarUsersResponse> observer) {
    Reply.send(
        observer,
        () ->
            answers.similar(
                ModelChoice.of(message.getModel()), SimilarQuery.reader(message), Call.current()),
        Responses::similarUsers);
  }

  @Override
  public void getModel(GetModelRequest message, StreamObserver<GetModelResponse> observer) {
    Reply.send(
        observer,
        () -> CompletableFuture.completedFuture(answers.model(ModelChoice.of(message.getModel()))),
        model -> response(message, model));
  }

  private GetModelResponse response(GetModelRequest message, LoadedModel model) {
    GetModelResponse.Builder response =
        GetModelResponse.newBuilder().setModel(Responses.model(model, answers.catalog()));
    if (message.getIncludeVocabulary()) {
      response
          .setUsers(model.metadata().users().toProto())
          .setItems(model.metadata().items().toProto());
    }
    return response.build();
  }

  @Override
  public void listModels(ListModelsRequest message, StreamObserver<ListModelsResponse> observer) {
    Reply.send(
        observer, () -> CompletableFuture.completedFuture(answers.catalog()), Responses::models);
  }
}
