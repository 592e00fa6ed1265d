package io.autorec.trainer.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.autorec.trainer.network.NetworkWeights;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.dense.DenseNetwork;
import io.autorec.trainer.training.step.Adam;
import io.autorec.trainer.training.step.AdamState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step asks of PyTorch: on a GPU, each operator costs time however small it is. */
class OperatorCallsTest {
  /** A third of what autograd with an array for each parameter took: 304. */
  private static final int MOST = 101;

  @TempDir Path folder;

  @Test
  void step_takesFewOperators() throws Exception {
    TrainingData data = new TrainingData();
    HyperParameters hyper = TrainingData.networks(1, 0);
    RowTransform transform = data.transform(hyper);
    NetworkWeights weights = InitialWeights.draw(hyper.shape(), transform, hyper.seed());
    Path trace = folder.resolve("trace.json");
    try (DenseNetwork network =
        new DenseNetwork(Device.cpu(), hyper.shape(), transform, AdamState.start(weights))) {
      int[] rows = data.training.observedRows();
      float[] penalties = new float[transform.width()];
      network.step(data.training, rows, penalties, Adam.step(1e-3, 1));
      JniUtils.startProfile(false, false, false);
      network.step(data.training, rows, penalties, Adam.step(1e-3, 2));
      JniUtils.stopProfile(trace.toString());
    }
    Map<String, Integer> calls = new TreeMap<>();
    JsonElement read = JsonParser.parseString(Files.readString(trace));
    for (JsonElement event :
        read.isJsonArray()
            ? read.getAsJsonArray()
            : read.getAsJsonObject().getAsJsonArray("traceEvents")) {
      JsonObject call = event.getAsJsonObject();
      if (call.get("ph").getAsString().equals("X")) {
        calls.merge(call.get("name").getAsString(), 1, Integer::sum);
      }
    }
    int all = calls.values().stream().mapToInt(Integer::intValue).sum();
    assertTrue(all > 20 && all <= MOST, all + " " + calls);
  }
}
