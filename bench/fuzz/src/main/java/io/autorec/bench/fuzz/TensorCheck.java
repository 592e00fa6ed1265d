package io.autorec.bench.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.autorec.inference.ModelConfigResponse;
import io.autorec.inference.ModelInferRequest;
import io.autorec.inference.ModelInferResponse;
import io.autorec.inference.ModelInferResponse.InferOutputTensor;
import io.autorec.inference.ModelMetadataResponse;
import io.autorec.inference.ModelReadyResponse;
import io.autorec.inference.ModelStatisticsResponse;
import io.autorec.inference.RepositoryIndexResponse;
import io.autorec.inference.RepositoryModelLoadResponse;
import io.autorec.inference.RepositoryModelUnloadResponse;
import io.autorec.inference.ServerLiveResponse;
import io.autorec.inference.ServerMetadataResponse;
import io.autorec.inference.ServerReadyResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Checks answers of the Open Inference Protocol: sizes, ids and the bounds of ratings. */
final class TensorCheck {
  private TensorCheck() {}

  /** Returns the fault of an answer; "" if there is none. */
  static String wrong(List<ServedModel> models, String method, byte[] request, byte[] answer)
      throws InvalidProtocolBufferException {
    return switch (method) {
      case "ServerLive" -> unless(ServerLiveResponse.parseFrom(answer).getLive(), "not live");
      case "ServerReady" -> unless(ServerReadyResponse.parseFrom(answer).getReady(), "not ready");
      case "ServerMetadata" ->
          unless(!ServerMetadataResponse.parseFrom(answer).getName().isEmpty(), "no name");
      case "ModelReady" -> {
        ModelReadyResponse unused = ModelReadyResponse.parseFrom(answer);
        yield "";
      }
      case "ModelMetadata" ->
          unless(ModelMetadataResponse.parseFrom(answer).getInputsCount() > 1, "no inputs");
      case "ModelConfig" ->
          unless(
              ModelConfigResponse.parseFrom(answer).getConfig().getMaxBatchSize() > 0, "no config");
      case "ModelStatistics" ->
          unless(
              ModelStatisticsResponse.parseFrom(answer).getModelStatsCount() > 0, "no statistics");
      case "RepositoryIndex" ->
          unless(
              RepositoryIndexResponse.parseFrom(answer).getModelsCount() == models.size(),
              "other models");
      case "RepositoryModelLoad" ->
          unless(
              RepositoryModelLoadResponse.parseFrom(answer).getSerializedSize() == 0, "not empty");
      case "RepositoryModelUnload" ->
          unless(
              RepositoryModelUnloadResponse.parseFrom(answer).getSerializedSize() == 0,
              "not empty");
      case "ModelInfer" ->
          infer(models, ModelInferRequest.parseFrom(request), ModelInferResponse.parseFrom(answer));
      default -> "a method that is not checked: " + method;
    };
  }

  private static String unless(boolean right, String wrong) {
    return right ? "" : wrong;
  }

  private static String infer(
      List<ServedModel> models, ModelInferRequest request, ModelInferResponse answer) {
    ServedModel model =
        models.stream()
            .filter(
                served ->
                    served.ref().getName().equals(answer.getModelName())
                        && answer.getModelVersion().equals("" + served.ref().getVersion()))
            .findFirst()
            .orElseThrow();
    boolean isRaw = request.getRawInputContentsCount() > 0;
    if (answer.getRawOutputContentsCount() != (isRaw ? answer.getOutputsCount() : 0)) {
      return answer.getRawOutputContentsCount() + " raw contents";
    }
    if (!answer.getId().equals(request.getId())) {
      return "id " + answer.getId();
    }
    for (int i = 0; i < answer.getOutputsCount(); i++) {
      String wrong = output(answer, i, isRaw, model);
      if (!wrong.isEmpty()) {
        return answer.getOutputs(i).getName() + ": " + wrong;
      }
    }
    return unless(answer.getOutputsCount() > 0, "no outputs");
  }

  private static String output(
      ModelInferResponse answer, int index, boolean isRaw, ServedModel model) {
    InferOutputTensor output = answer.getOutputs(index);
    long elements = output.getShape(0) * output.getShape(1);
    ByteBuffer raw =
        (isRaw ? answer.getRawOutputContents(index) : ByteString.EMPTY)
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN);
    if (output.getName().equals("item_id")) {
      List<String> ids = new ArrayList<>();
      output.getContents().getBytesContentsList().forEach(id -> ids.add(id.toStringUtf8()));
      while (raw.hasRemaining()) {
        byte[] id = new byte[raw.getInt()];
        raw.get(id);
        ids.add(ByteString.copyFrom(id).toStringUtf8());
      }
      ids.removeIf(String::isEmpty);
      return unless(ids.size() <= elements && model.items().containsAll(ids), "shows " + ids);
    }
    List<Float> values = new ArrayList<>(output.getContents().getFp32ContentsList());
    while (raw.hasRemaining()) {
      values.add(raw.getFloat());
    }
    if (values.size() != elements) {
      return values.size() + " values of " + elements;
    }
    boolean isOff =
        output.getName().equals("reconstruction")
            && values.stream()
                .anyMatch(
                    value -> !(value >= model.scale().getMin() && value <= model.scale().getMax()));
    return unless(!isOff, "a value off the scale");
  }
}
