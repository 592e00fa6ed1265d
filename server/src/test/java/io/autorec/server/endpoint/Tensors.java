package io.autorec.server.endpoint;

import com.google.protobuf.ByteString;
import io.autorec.inference.InferTensorContents;
import io.autorec.inference.ModelInferRequest;
import io.autorec.inference.ModelInferRequest.InferInputTensor;
import io.autorec.inference.ModelInferRequest.InferRequestedOutputTensor;
import io.autorec.inference.ModelInferResponse;
import io.autorec.v1.ModelRef;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Requests of the Open Inference Protocol for tests, and what is in the answers. */
final class Tensors {
  private Tensors() {}

  static ModelInferRequest.Builder asking(ModelRef model) {
    return ModelInferRequest.newBuilder().setModelName(model.getName());
  }

  static InferInputTensor.Builder tensor(String name, String datatype, long... shape) {
    InferInputTensor.Builder tensor =
        InferInputTensor.newBuilder().setName(name).setDatatype(datatype);
    for (long dimension : shape) {
      tensor.addShape(dimension);
    }
    return tensor;
  }

  /** An input of rows of equal length. */
  static InferInputTensor ratings(float[]... rows) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (float[] row : rows) {
      for (float value : row) {
        contents.addFp32Contents(value);
      }
    }
    return tensor("ratings", "FP32", rows.length, rows[0].length).setContents(contents).build();
  }

  static InferInputTensor users(String... ids) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (String id : ids) {
      contents.addBytesContents(ByteString.copyFromUtf8(id));
    }
    return tensor("user_id", "BYTES", ids.length).setContents(contents).build();
  }

  static InferInputTensor topN(int... numbers) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (int number : numbers) {
      contents.addIntContents(number);
    }
    return tensor("top_n", "INT32", numbers.length).setContents(contents).build();
  }

  static InferRequestedOutputTensor output(String name) {
    return InferRequestedOutputTensor.newBuilder().setName(name).build();
  }

  /** The same request with raw contents. */
  static ModelInferRequest raw(ModelInferRequest request) {
    ModelInferRequest.Builder raw = request.toBuilder().clearInputs();
    for (InferInputTensor input : request.getInputsList()) {
      InferTensorContents contents = input.getContents();
      raw.addInputs(input.toBuilder().clearContents());
      List<Float> floats = contents.getFp32ContentsList();
      List<Integer> integers = contents.getIntContentsList();
      ByteBuffer fixed =
          ByteBuffer.allocate(4 * (floats.size() + integers.size())).order(ByteOrder.LITTLE_ENDIAN);
      floats.forEach(fixed::putFloat);
      integers.forEach(fixed::putInt);
      ByteString bytes = ByteString.copyFrom(fixed.array());
      for (ByteString text : contents.getBytesContentsList()) {
        ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        bytes = bytes.concat(ByteString.copyFrom(length.putInt(0, text.size()))).concat(text);
      }
      raw.addRawInputContents(bytes);
    }
    return raw.build();
  }

  static List<String> names(ModelInferResponse response) {
    return response.getOutputsList().stream()
        .map(ModelInferResponse.InferOutputTensor::getName)
        .toList();
  }

  static int index(ModelInferResponse response, String output) {
    return names(response).indexOf(output);
  }

  /** The elements of an output of floats, raw or typed. */
  static float[] floats(ModelInferResponse response, String output) {
    int index = index(response, output);
    List<Float> values = new ArrayList<>();
    if (response.getRawOutputContentsCount() > 0) {
      ByteBuffer bytes =
          response
              .getRawOutputContents(index)
              .asReadOnlyByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        values.add(bytes.getFloat());
      }
    } else {
      values.addAll(response.getOutputs(index).getContents().getFp32ContentsList());
    }
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  /** The elements of an output of texts, raw or typed. */
  static List<String> texts(ModelInferResponse response, String output) {
    int index = index(response, output);
    if (response.getRawOutputContentsCount() == 0) {
      return response.getOutputs(index).getContents().getBytesContentsList().stream()
          .map(ByteString::toStringUtf8)
          .toList();
    }
    List<String> texts = new ArrayList<>();
    ByteString bytes = response.getRawOutputContents(index);
    for (int at = 0; at < bytes.size(); ) {
      int length =
          bytes
              .substring(at, at + 4)
              .asReadOnlyByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN)
              .getInt();
      texts.add(bytes.substring(at + 4, at + 4 + length).toStringUtf8());
      at += 4 + length;
    }
    return texts;
  }
}
