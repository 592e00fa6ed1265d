package io.autorec.server.endpoint;

import io.autorec.inference.InferStatistics;
import io.autorec.inference.ModelConfig;
import io.autorec.inference.ModelConfigResponse;
import io.autorec.inference.ModelDynamicBatching;
import io.autorec.inference.ModelInput;
import io.autorec.inference.ModelMetadataResponse;
import io.autorec.inference.ModelMetadataResponse.TensorMetadata;
import io.autorec.inference.ModelOutput;
import io.autorec.inference.ModelStatistics;
import io.autorec.inference.ModelVersionPolicy;
import io.autorec.inference.RepositoryIndexResponse;
import io.autorec.inference.StatisticDuration;
import io.autorec.model.ModelFormat;
import io.autorec.server.metrics.ModelTotals;
import io.autorec.server.repository.BadVersion;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.request.infer.Face;
import io.autorec.server.request.infer.Input;
import io.autorec.server.request.infer.Output;
import java.util.List;
import java.util.stream.Stream;

/** Describes models in the words of the Open Inference Protocol. */
final class ModelDescriptions {
  private static final String PLATFORM = "onnxruntime_onnx";
  private static final String BACKEND = "onnxruntime";
  private static final long ANY = -1;

  private ModelDescriptions() {}

  static ModelMetadataResponse metadata(LoadedModel model, ModelCatalog catalog) {
    ModelMetadataResponse.Builder response =
        ModelMetadataResponse.newBuilder().setName(model.name()).setPlatform(PLATFORM);
    versions(model, catalog).forEach(version -> response.addVersions(version.toString()));
    for (Input input : inputs(model)) {
      response.addInputs(
          TensorMetadata.newBuilder()
              .setName(input.tensor())
              .setDatatype(input.datatype().name())
              .addShape(ANY)
              .addShape(width(input, model)));
    }
    for (Output output : outputs(model)) {
      response.addOutputs(
          TensorMetadata.newBuilder()
              .setName(output.tensor())
              .setDatatype(output.datatype().name())
              .addShape(ANY)
              .addShape(width(output, model)));
    }
    return response.build();
  }

  /** Describes the inputs and outputs without the dimension of the batch, as Triton does. */
  static ModelConfigResponse config(LoadedModel model, ModelCatalog catalog, int mostRows) {
    ModelConfig.Builder config =
        ModelConfig.newBuilder()
            .setName(model.name())
            .setPlatform(PLATFORM)
            .setBackend(BACKEND)
            .setDefaultModelFilename(ModelFormat.MODEL_FILE)
            .setMaxBatchSize(mostRows)
            .setDynamicBatching(ModelDynamicBatching.getDefaultInstance())
            .setVersionPolicy(
                ModelVersionPolicy.newBuilder()
                    .setSpecific(
                        ModelVersionPolicy.Specific.newBuilder()
                            .addAllVersions(versions(model, catalog))));
    for (Input input : inputs(model)) {
      config.addInput(
          ModelInput.newBuilder()
              .setName(input.tensor())
              .setDataType(input.datatype().configured())
              .addDims(width(input, model))
              .setOptional(true));
    }
    for (Output output : outputs(model)) {
      config.addOutput(
          ModelOutput.newBuilder()
              .setName(output.tensor())
              .setDataType(output.datatype().configured())
              .addDims(width(output, model)));
    }
    return ModelConfigResponse.newBuilder().setConfig(config).build();
  }

  private static List<Long> versions(LoadedModel model, ModelCatalog catalog) {
    return catalog.all().stream()
        .filter(other -> other.name().equals(model.name()))
        .map(LoadedModel::version)
        .toList();
  }

  private static List<Input> inputs(LoadedModel model) {
    return Stream.of(Input.values()).filter(input -> has(model, input.face())).toList();
  }

  private static List<Output> outputs(LoadedModel model) {
    return Stream.of(Output.values()).filter(output -> has(model, output.face())).toList();
  }

  private static boolean has(LoadedModel model, Face face) {
    return face == Face.USERS || !model.metadata().implicitFeedback();
  }

  private static long width(Input input, LoadedModel model) {
    return input.face() == Face.ROWS ? model.metadata().width() : 1;
  }

  private static long width(Output output, LoadedModel model) {
    return output.face() == Face.ROWS ? model.metadata().width() : ANY;
  }

  static ModelStatistics statistics(LoadedModel model) {
    ModelTotals totals = model.metrics().totals();
    return ModelStatistics.newBuilder()
        .setName(model.name())
        .setVersion(Long.toString(model.version()))
        .setLastInference(totals.lastAnswerMillis())
        .setInferenceCount(totals.rows())
        .setExecutionCount(totals.runs())
        .setInferenceStats(
            InferStatistics.newBuilder()
                .setSuccess(duration(totals, totals.answeredNanos()))
                .setFail(StatisticDuration.newBuilder().setCount(totals.failed()))
                .setQueue(duration(totals, totals.queuedNanos()))
                .setComputeInput(duration(totals, totals.encodedNanos()))
                .setComputeInfer(duration(totals, totals.runNanos()))
                .setComputeOutput(duration(totals, totals.decodedNanos())))
        .build();
  }

  /** A duration of all answered requests: clients divide by their number. */
  private static StatisticDuration duration(ModelTotals totals, long nanos) {
    return StatisticDuration.newBuilder().setCount(totals.answered()).setNs(nanos).build();
  }

  /**
   * Lists the versions of a repository.
   *
   * @param onlyReady true if bad versions are left out
   */
  static RepositoryIndexResponse index(ModelCatalog catalog, boolean onlyReady) {
    RepositoryIndexResponse.Builder response = RepositoryIndexResponse.newBuilder();
    for (LoadedModel model : catalog.all()) {
      response
          .addModelsBuilder()
          .setName(model.name())
          .setVersion(Long.toString(model.version()))
          .setState("READY");
    }
    for (BadVersion bad : onlyReady ? List.<BadVersion>of() : catalog.bad()) {
      response
          .addModelsBuilder()
          .setName(bad.name())
          .setVersion(bad.version() == 0 ? "" : Long.toString(bad.version()))
          .setState("UNAVAILABLE")
          .setReason(bad.why());
    }
    return response.build();
  }
}
