package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.inference.DataType;
import io.autorec.inference.GRPCInferenceServiceGrpc;
import io.autorec.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.autorec.inference.ModelConfig;
import io.autorec.inference.ModelConfigRequest;
import io.autorec.inference.ModelMetadataRequest;
import io.autorec.inference.ModelMetadataResponse;
import io.autorec.inference.ModelReadyRequest;
import io.autorec.inference.ModelStatistics;
import io.autorec.inference.ModelStatisticsRequest;
import io.autorec.inference.RepositoryIndexRequest;
import io.autorec.inference.RepositoryIndexResponse.ModelIndex;
import io.autorec.inference.ServerLiveRequest;
import io.autorec.inference.ServerMetadataRequest;
import io.autorec.inference.ServerReadyRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the Open Inference Protocol says of the server and its models. */
class ModelDescriptionsIT extends ChoiceCalls {
  private GRPCInferenceServiceBlockingStub inference() {
    return GRPCInferenceServiceGrpc.newBlockingStub(served().channel());
  }

  private boolean isReady(String name, String version) {
    return inference()
        .modelReady(ModelReadyRequest.newBuilder().setName(name).setVersion(version).build())
        .getReady();
  }

  private ModelMetadataResponse metadata(String name) {
    return inference().modelMetadata(ModelMetadataRequest.newBuilder().setName(name).build());
  }

  private static List<String> describe(List<ModelMetadataResponse.TensorMetadata> tensors) {
    return tensors.stream()
        .map(tensor -> tensor.getName() + " " + tensor.getDatatype() + " " + tensor.getShapeList())
        .toList();
  }

  @Test
  void server_isLiveReadyAndNamed() {
    assertTrue(inference().serverLive(ServerLiveRequest.getDefaultInstance()).getLive());
    assertTrue(inference().serverReady(ServerReadyRequest.getDefaultInstance()).getReady());
    assertEquals(
        "autorec-server",
        inference().serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName());
  }

  @Test
  void models_areReady_onlyIfTheyAreServed() {
    assertTrue(isReady("by-item", ""));
    assertTrue(isReady("by-item", "3"));
    assertFalse(isReady("by-item", "4"));
    assertFalse(isReady("by-item", "canary"));
    assertFalse(isReady("by-item", "no version!"));
    assertFalse(isReady("none", ""));
  }

  @Test
  void metadata_namesBothFaces() {
    ModelMetadataResponse metadata = metadata("by-item");
    assertEquals("by-item", metadata.getName());
    assertEquals(List.of("3"), metadata.getVersionsList());
    assertEquals("onnxruntime_onnx", metadata.getPlatform());
    assertEquals(
        List.of("ratings FP32 [-1, 3]", "user_id BYTES [-1, 1]", "top_n INT32 [-1, 1]"),
        describe(metadata.getInputsList()));
    assertEquals(
        List.of(
            "reconstruction FP32 [-1, 3]",
            "scores FP32 [-1, 3]",
            "item_id BYTES [-1, -1]",
            "score FP32 [-1, -1]"),
        describe(metadata.getOutputsList()));
  }

  @Test
  void metadata_namesOneFace_ofVersionsThatPredictNoRatings() {
    ModelMetadataResponse metadata = metadata("interactions");
    assertEquals(
        List.of("user_id BYTES [-1, 1]", "top_n INT32 [-1, 1]"),
        describe(metadata.getInputsList()));
    assertEquals(
        List.of("item_id BYTES [-1, -1]", "score FP32 [-1, -1]"),
        describe(metadata.getOutputsList()));
  }

  @Test
  void config_isThatOfTriton() {
    ModelConfig config =
        inference()
            .modelConfig(ModelConfigRequest.newBuilder().setName("by-item").build())
            .getConfig();
    assertEquals("by-item", config.getName());
    assertEquals("onnxruntime_onnx", config.getPlatform());
    assertEquals("onnxruntime", config.getBackend());
    assertEquals(20, config.getMaxBatchSize());
    assertEquals(List.of(3L), config.getVersionPolicy().getSpecific().getVersionsList());
    assertTrue(config.hasDynamicBatching());
    assertTrue(config.getInputList().stream().allMatch(input -> input.getOptional()));
    assertEquals(List.of(3L), config.getInput(0).getDimsList());
    assertEquals(DataType.TYPE_FP32, config.getInput(0).getDataType());
    assertEquals(DataType.TYPE_STRING, config.getInput(1).getDataType());
    assertEquals(List.of(-1L), config.getOutput(2).getDimsList());
  }

  @Test
  void statistics_countRowsAndUsers() {
    ModelStatisticsRequest ofModel =
        ModelStatisticsRequest.newBuilder().setName("biases-by-user").build();
    ModelStatistics before = inference().modelStatistics(ofModel).getModelStats(0);
    long start = System.currentTimeMillis();

    var unused =
        inference()
            .modelInfer(
                Tensors.asking(ServedModels.BIASES_BY_USER)
                    .addInputs(Tensors.ratings(new float[5], new float[5]))
                    .build());
    unused =
        inference()
            .modelInfer(
                Tensors.asking(ServedModels.BIASES_BY_USER)
                    .addInputs(Tensors.users("u0", "u1", "u2"))
                    .build());
    assertThrows(
        StatusRuntimeException.class,
        () -> inference().modelInfer(Tensors.asking(ServedModels.BIASES_BY_USER).build()));

    ModelStatistics after = inference().modelStatistics(ofModel).getModelStats(0);
    assertEquals("9", after.getVersion());
    assertEquals(before.getInferenceCount() + 5, after.getInferenceCount());
    assertEquals(before.getExecutionCount() + 1, after.getExecutionCount());
    Function<ModelStatistics, Long> answered =
        statistics -> statistics.getInferenceStats().getSuccess().getCount();
    assertEquals(answered.apply(before) + 2, answered.apply(after));
    assertEquals(answered.apply(after), after.getInferenceStats().getComputeInfer().getCount());
    assertTrue(after.getInferenceStats().getSuccess().getNs() > 0);
    assertEquals(
        before.getInferenceStats().getFail().getCount() + 1,
        after.getInferenceStats().getFail().getCount());
    assertTrue(after.getLastInference() >= start);
  }

  @Test
  void statistics_areOfAllModels_unlessOneIsNamed() {
    assertEquals(
        10,
        inference()
            .modelStatistics(ModelStatisticsRequest.getDefaultInstance())
            .getModelStatsCount());
    StatusRuntimeException unknown =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                inference()
                    .modelStatistics(ModelStatisticsRequest.newBuilder().setName("x").build()));
    assertEquals(Status.Code.NOT_FOUND, unknown.getStatus().getCode());
  }

  @Test
  void index_listsWhatIsServed() {
    List<ModelIndex> models =
        inference().repositoryIndex(RepositoryIndexRequest.getDefaultInstance()).getModelsList();
    assertEquals(10, models.size());
    assertTrue(
        models.contains(
            ModelIndex.newBuilder().setName("by-item").setVersion("3").setState("READY").build()));
  }
}
