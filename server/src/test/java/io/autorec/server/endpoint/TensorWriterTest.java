package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.inference.ModelInferResponse;
import io.autorec.server.request.infer.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

class TensorWriterTest {
  @RepeatedTest(50)
  void tensors_haveTheSameElements_typedAndRaw() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int count = 1 + random.nextInt(4);
    int width = 1 + random.nextInt(5);
    List<float[]> floats = new ArrayList<>();
    List<List<String>> texts = new ArrayList<>();
    float[] allFloats = new float[count * width];
    List<String> allTexts = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      floats.add(new float[width]);
      texts.add(new ArrayList<>());
      for (int i = 0; i < width; i++) {
        float value = Float.intBitsToFloat(random.nextInt());
        floats.get(row)[i] = value;
        allFloats[row * width + i] = value;
        texts.get(row).add("\u00e9x".substring(random.nextInt(2)).repeat(random.nextInt(3)));
      }
      allTexts.addAll(texts.get(row));
    }
    for (boolean isRaw : new boolean[] {false, true}) {
      ModelInferResponse.Builder answer = ModelInferResponse.newBuilder();
      TensorWriter writer = new TensorWriter(answer, isRaw);

      writer.texts(Output.ITEM_ID, texts);
      writer.floats(Output.SCORE, floats);

      ModelInferResponse built = answer.build();
      assertEquals(isRaw ? 2 : 0, built.getRawOutputContentsCount());
      assertEquals(allTexts, Tensors.texts(built, "item_id"), "" + seed);
      assertArrayEquals(allFloats, Tensors.floats(built, "score"), "" + seed);
      for (ModelInferResponse.InferOutputTensor output : built.getOutputsList()) {
        assertEquals(List.of((long) count, (long) width), output.getShapeList());
        assertEquals(!isRaw, output.hasContents());
      }
      assertEquals("BYTES", built.getOutputs(0).getDatatype());
      assertEquals("FP32", built.getOutputs(1).getDatatype());
    }
  }
}
