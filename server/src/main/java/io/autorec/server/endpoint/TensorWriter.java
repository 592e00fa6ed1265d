package io.autorec.server.endpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.autorec.inference.InferTensorContents;
import io.autorec.inference.ModelInferResponse;
import io.autorec.inference.ModelInferResponse.InferOutputTensor;
import io.autorec.server.request.infer.Output;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Adds tensors to an answer, each [rows, width] in row-major order, with raw or with typed
 * contents.
 *
 * @param answer receives the tensors
 * @param isRaw true if all contents are raw
 */
record TensorWriter(ModelInferResponse.Builder answer, boolean isRaw) {
  /** Adds a tensor of rows of equal length. */
  void floats(Output output, List<float[]> rows) {
    int width = rows.get(0).length;
    InferOutputTensor.Builder tensor = tensor(output, rows.size(), width);
    if (isRaw) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.multiplyExact(rows.size() * Float.BYTES, width))
              .order(ByteOrder.LITTLE_ENDIAN);
      FloatBuffer floats = bytes.asFloatBuffer();
      rows.forEach(floats::put);
      answer.addRawOutputContents(UnsafeByteOperations.unsafeWrap(bytes));
      return;
    }
    InferTensorContents.Builder contents = tensor.getContentsBuilder();
    for (float[] row : rows) {
      for (float value : row) {
        contents.addFp32Contents(value);
      }
    }
  }

  /** Adds a tensor of rows of equal length. */
  void texts(Output output, List<List<String>> rows) {
    InferOutputTensor.Builder tensor = tensor(output, rows.size(), rows.get(0).size());
    List<ByteString> elements =
        rows.stream().flatMap(List::stream).map(ByteString::copyFromUtf8).toList();
    if (!isRaw) {
      tensor.getContentsBuilder().addAllBytesContents(elements);
      return;
    }
    int size = elements.stream().mapToInt(element -> Integer.BYTES + element.size()).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (ByteString element : elements) {
      bytes.putInt(element.size());
      element.copyTo(bytes);
    }
    answer.addRawOutputContents(UnsafeByteOperations.unsafeWrap(bytes.flip()));
  }

  private InferOutputTensor.Builder tensor(Output output, int rows, int width) {
    return answer
        .addOutputsBuilder()
        .setName(output.tensor())
        .setDatatype(output.datatype().name())
        .addShape(rows)
        .addShape(width);
  }
}
