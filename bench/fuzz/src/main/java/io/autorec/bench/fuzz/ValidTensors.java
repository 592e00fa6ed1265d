package io.autorec.bench.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.autorec.inference.InferParameter;
import io.autorec.inference.InferTensorContents;
import io.autorec.inference.ModelConfigRequest;
import io.autorec.inference.ModelInferRequest;
import io.autorec.inference.ModelInferRequest.InferInputTensor;
import io.autorec.inference.ModelMetadataRequest;
import io.autorec.inference.ModelReadyRequest;
import io.autorec.inference.ModelStatisticsRequest;
import io.autorec.inference.RepositoryModelLoadRequest;
import io.autorec.inference.RepositoryModelUnloadRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Generates requests of the Open Inference Protocol that a server can answer. */
final class ValidTensors {
  private ValidTensors() {}

  /** A request of a type; the empty one of types that are not known here. */
  static Message of(Descriptor type, ServedModel model, Odds odds) {
    String name = model.ref().getName();
    String version = odds.oneIn(3) ? "" : Long.toString(model.ref().getVersion());
    return switch (type.getName()) {
      case "ModelInferRequest" -> infer(model, odds).setModelVersion(version).build();
      case "ModelReadyRequest" ->
          ModelReadyRequest.newBuilder().setName(name).setVersion(version).build();
      case "ModelMetadataRequest" ->
          ModelMetadataRequest.newBuilder().setName(name).setVersion(version).build();
      case "ModelConfigRequest" ->
          ModelConfigRequest.newBuilder().setName(name).setVersion(version).build();
      case "ModelStatisticsRequest" ->
          ModelStatisticsRequest.newBuilder().setName(name).setVersion(version).build();
      case "RepositoryModelLoadRequest" ->
          RepositoryModelLoadRequest.newBuilder().setModelName(name).build();
      case "RepositoryModelUnloadRequest" ->
          RepositoryModelUnloadRequest.newBuilder().setModelName(name).build();
      default -> DynamicMessage.getDefaultInstance(type);
    };
  }

  private static ModelInferRequest.Builder infer(ServedModel model, Odds odds) {
    ModelInferRequest.Builder request =
        ModelInferRequest.newBuilder()
            .setModelName(model.ref().getName())
            .setId("" + odds.below(1000));
    boolean isRaw = odds.oneIn(2);
    boolean ofRows = model.predicts() && odds.oneIn(2);
    int count = 1 + odds.upTo(7);
    if (ofRows) {
      addRows(request, model, count, isRaw, odds);
    } else {
      addUsers(request, model, count, isRaw, odds);
    }
    if (odds.oneIn(3)) {
      List<String> outputs =
          new ArrayList<>(
              ofRows ? List.of("scores", "reconstruction") : List.of("item_id", "score"));
      Collections.rotate(outputs, odds.below(2));
      for (String output : outputs.subList(0, 1 + odds.below(2))) {
        request.addOutputsBuilder().setName(output);
      }
    }
    return request;
  }

  private static void addRows(
      ModelInferRequest.Builder request, ServedModel model, int count, boolean isRaw, Odds odds) {
    int width = model.positions(model.orientation()).size();
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    ByteBuffer raw = littleEndian(count * width * Float.BYTES);
    for (int i = 0; i < count * width; i++) {
      float value = odds.oneIn(3) ? ValidRequests.rating(model, odds) : Float.NaN;
      contents.addFp32Contents(value);
      raw.putFloat(value);
    }
    InferInputTensor.Builder tensor =
        request
            .addInputsBuilder()
            .setName("ratings")
            .setDatatype("FP32")
            .addShape(count)
            .addShape(width);
    if (isRaw) {
      request.addRawInputContents(ByteString.copyFrom(raw.rewind()));
    } else {
      tensor.setContents(contents);
    }
  }

  private static void addUsers(
      ModelInferRequest.Builder request, ServedModel model, int count, boolean isRaw, Odds odds) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    ByteString raw = ByteString.EMPTY;
    for (int i = 0; i < count; i++) {
      byte[] id = odds.of(model.users()).getBytes(StandardCharsets.UTF_8);
      contents.addBytesContents(ByteString.copyFrom(id));
      raw =
          raw.concat(
              ByteString.copyFrom(
                  littleEndian(Integer.BYTES + id.length).putInt(id.length).put(id).rewind()));
    }
    InferInputTensor.Builder users =
        request.addInputsBuilder().setName("user_id").setDatatype("BYTES").addShape(count);
    int topN = 1 + odds.upTo(40);
    boolean isParameter = odds.oneIn(2);
    if (isRaw) {
      request.addRawInputContents(raw);
    } else {
      users.setContents(contents);
    }
    if (isParameter) {
      request.putParameters("top_n", InferParameter.newBuilder().setInt64Param(topN).build());
      return;
    }
    InferInputTensor.Builder numbers =
        request.addInputsBuilder().setName("top_n").setDatatype("INT32").addShape(1);
    if (isRaw) {
      request.addRawInputContents(
          ByteString.copyFrom(littleEndian(Integer.BYTES).putInt(topN).rewind()));
    } else {
      numbers.setContents(InferTensorContents.newBuilder().addIntContents(topN));
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
