package io.autorec.server.endpoint;

import io.autorec.inference.GRPCInferenceServiceGrpc;
import io.autorec.inference.ModelConfigRequest;
import io.autorec.inference.ModelConfigResponse;
import io.autorec.inference.ModelInferRequest;
import io.autorec.inference.ModelInferResponse;
import io.autorec.inference.ModelMetadataRequest;
import io.autorec.inference.ModelMetadataResponse;
import io.autorec.inference.ModelReadyRequest;
import io.autorec.inference.ModelReadyResponse;
import io.autorec.inference.ModelStatisticsRequest;
import io.autorec.inference.ModelStatisticsResponse;
import io.autorec.inference.ModelStreamInferResponse;
import io.autorec.inference.RepositoryIndexRequest;
import io.autorec.inference.RepositoryIndexResponse;
import io.autorec.inference.RepositoryModelLoadRequest;
import io.autorec.inference.RepositoryModelLoadResponse;
import io.autorec.inference.RepositoryModelUnloadRequest;
import io.autorec.inference.RepositoryModelUnloadResponse;
import io.autorec.inference.ServerLiveRequest;
import io.autorec.inference.ServerLiveResponse;
import io.autorec.inference.ServerMetadataRequest;
import io.autorec.inference.ServerMetadataResponse;
import io.autorec.inference.ServerReadyRequest;
import io.autorec.inference.ServerReadyResponse;
import io.autorec.server.answer.Answers;
import io.autorec.server.answer.Serving;
import io.autorec.server.calls.Call;
import io.autorec.server.calls.CallKind;
import io.autorec.server.metrics.MeasuredServer.State;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.ChangeRequest;
import io.autorec.server.request.ModelChoice;
import io.autorec.server.request.infer.Face;
import io.autorec.server.request.infer.InferQuery;
import io.autorec.server.request.infer.VersionName;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The service GRPCInferenceService of the Open Inference Protocol: the models for clients that know
 * no other protocol.
 */
public final class InferenceEndpoint extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
  /** What the server has of Triton's extensions, by their names. */
  private static final List<String> EXTENSIONS =
      List.of(
          "binary_tensor_data",
          "model_configuration",
          "model_repository",
          "parameters",
          "statistics");

  private final Serving serving;
  private final Answers answers;
  private final ModelChanges changes;
  private final String version;

  /**
   * Offers the service.
   *
   * @param serving the models that answer
   * @param version the version of the server
   */
  public InferenceEndpoint(Serving serving, String version) {
    this.serving = serving;
    this.answers = new Answers(serving);
    this.changes = new ModelChanges(serving);
    this.version = version;
  }

  /** Returns the service without the methods that change what is served. */
  public ServerServiceDefinition withoutChanges() {
    ServerServiceDefinition whole = bindService();
    ServiceDescriptor described = whole.getServiceDescriptor();
    ServiceDescriptor.Builder fewer =
        ServiceDescriptor.newBuilder(described.getName())
            .setSchemaDescriptor(described.getSchemaDescriptor());
    for (MethodDescriptor<?, ?> method : described.getMethods()) {
      if (Call.kind(method) != CallKind.CHANGE) {
        fewer.addMethod(method);
      }
    }
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(fewer.build());
    whole.getMethods().stream()
        .filter(method -> Call.kind(method.getMethodDescriptor()) != CallKind.CHANGE)
        .forEach(service::addMethod);
    return service.build();
  }

  private static <M> void answer(StreamObserver<M> observer, Supplier<M> message) {
    Reply.send(observer, () -> CompletableFuture.completedFuture(message.get()), same -> same);
  }

  @Override
  public void serverLive(ServerLiveRequest message, StreamObserver<ServerLiveResponse> observer) {
    answer(observer, () -> ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public void serverReady(
      ServerReadyRequest message, StreamObserver<ServerReadyResponse> observer) {
    answer(
        observer,
        () -> ServerReadyResponse.newBuilder().setReady(serving.state() == State.SERVING).build());
  }

  @Override
  public void modelReady(ModelReadyRequest message, StreamObserver<ModelReadyResponse> observer) {
    answer(observer, () -> ModelReadyResponse.newBuilder().setReady(isServed(message)).build());
  }

  private boolean isServed(ModelReadyRequest message) {
    ModelChoice choice = VersionName.choice(message.getName(), "version", message.getVersion());
    return choice.violations().isEmpty()
        && serving.catalog().flatMap(catalog -> catalog.find(choice.ref())).isPresent();
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest message, StreamObserver<ServerMetadataResponse> observer) {
    answer(
        observer,
        () ->
            ServerMetadataResponse.newBuilder()
                .setName("autorec-server")
                .setVersion(version)
                .addAllExtensions(EXTENSIONS)
                .build());
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest message, StreamObserver<ModelMetadataResponse> observer) {
    answer(
        observer,
        () ->
            ModelDescriptions.metadata(
                model(message.getName(), message.getVersion()), answers.catalog()));
  }

  @Override
  public void modelConfig(
      ModelConfigRequest message, StreamObserver<ModelConfigResponse> observer) {
    answer(
        observer,
        () ->
            ModelDescriptions.config(
                model(message.getName(), message.getVersion()),
                answers.catalog(),
                answers.limits().maxVectors()));
  }

  @Override
  public void modelStatistics(
      ModelStatisticsRequest message, StreamObserver<ModelStatisticsResponse> observer) {
    answer(
        observer,
        () ->
            ModelStatisticsResponse.newBuilder()
                .addAllModelStats(models(message).map(ModelDescriptions::statistics).toList())
                .build());
  }

  /** The versions that statistics are asked for: one, those of a model, or all. */
  private Stream<LoadedModel> models(ModelStatisticsRequest message) {
    Stream<LoadedModel> all = answers.catalog().all().stream();
    if (message.getName().isEmpty() && message.getVersion().isEmpty()) {
      return all;
    }
    LoadedModel named = model(message.getName(), message.getVersion());
    return message.getVersion().isEmpty()
        ? all.filter(model -> model.name().equals(named.name()))
        : Stream.of(named);
  }

  private LoadedModel model(String name, String asked) {
    return answers.model(VersionName.choice(name, "version", asked));
  }

  @Override
  public void repositoryIndex(
      RepositoryIndexRequest message, StreamObserver<RepositoryIndexResponse> observer) {
    answer(observer, () -> ModelDescriptions.index(answers.catalog(), message.getReady()));
  }

  @Override
  public void modelInfer(ModelInferRequest message, StreamObserver<ModelInferResponse> observer) {
    Reply.send(observer, () -> infer(message), response -> response);
  }

  private CompletableFuture<ModelInferResponse> infer(ModelInferRequest message) {
    InferQuery query = InferQuery.of(message);
    return query.face() == Face.ROWS
        ? answers
            .predict(query.model(), query.rows(), Call.current())
            .thenApply(rows -> InferResponses.rows(query, rows))
        : answers
            .recommendEach(query.model(), query.users(), Call.current())
            .thenApply(lists -> InferResponses.users(query, lists));
  }

  @Override
  public StreamObserver<ModelInferRequest> modelStreamInfer(
      StreamObserver<ModelStreamInferResponse> observer) {
    return AnswerStream.open(
        observer,
        serving,
        new AnswerStream.Method<>(
            InferQuery::rowCount,
            this::infer,
            response -> ModelStreamInferResponse.newBuilder().setInferResponse(response).build(),
            error ->
                ModelStreamInferResponse.newBuilder().setErrorMessage(error.getMessage()).build()));
  }

  @Override
  public void repositoryModelLoad(
      RepositoryModelLoadRequest message, StreamObserver<RepositoryModelLoadResponse> observer) {
    changes.make(
        ChangeRequest.of(message),
        observer,
        served -> RepositoryModelLoadResponse.getDefaultInstance());
  }

  @Override
  public void repositoryModelUnload(
      RepositoryModelUnloadRequest message,
      StreamObserver<RepositoryModelUnloadResponse> observer) {
    changes.make(
        ChangeRequest.of(message),
        observer,
        served -> RepositoryModelUnloadResponse.getDefaultInstance());
  }
}
