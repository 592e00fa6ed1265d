package io.autorec.trainer.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.TextFormat;
import io.autorec.inference.DataType;
import io.autorec.inference.ModelConfig;
import io.autorec.inference.ModelInput;
import io.autorec.inference.ModelOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TritonConfigTest {
  @TempDir Path repository;

  @Test
  void writeOnce_describesTheModelFile_inTheWordsOfTriton() throws Exception {
    Path model = Files.createDirectory(repository.resolve("movies.1-b"));

    TritonConfig.writeOnce(model, 1682);

    ModelConfig config =
        TextFormat.parse(Files.readString(model.resolve("config.pbtxt")), ModelConfig.class);
    assertEquals("movies.1-b", config.getName());
    assertEquals("onnxruntime_onnx", config.getPlatform());
    assertEquals(64, config.getMaxBatchSize());
    assertTrue(config.hasDynamicBatching());
    assertEquals(
        List.of(
            ModelInput.newBuilder()
                .setName("ratings")
                .setDataType(DataType.TYPE_FP32)
                .addDims(1682)
                .build()),
        config.getInputList());
    assertEquals(List.of(output("reconstruction"), output("scores")), config.getOutputList());
    try (Stream<Path> files = Files.list(model)) {
      assertEquals(1, files.count());
    }
  }

  private static ModelOutput output(String name) {
    return ModelOutput.newBuilder()
        .setName(name)
        .setDataType(DataType.TYPE_FP32)
        .addDims(1682)
        .build();
  }

  @Test
  void writeOnce_leavesWhatIsThere() throws Exception {
    Path file = repository.resolve("config.pbtxt");
    Files.writeString(file, "# mine");

    TritonConfig.writeOnce(repository, 3);

    assertEquals("# mine", Files.readString(file));
  }
}
