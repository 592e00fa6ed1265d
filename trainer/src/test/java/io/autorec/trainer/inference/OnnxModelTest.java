package io.autorec.trainer.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import com.google.protobuf.ByteString;
import io.autorec.model.GoldenFiles;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest {
  private static final int WIDTH = 2;
  private static final int WEIGHTS_BYTES = 8 << 20;
  private static final int TRIES = 30;

  @TempDir Path version;

  /** A graph that adds a list of numbers to its input. */
  private static byte[] adding(String input, int numbers, Map<String, String> properties) {
    TypeProto.Builder type = TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE);
    type.getTensorTypeBuilder().getShapeBuilder().addDimBuilder().setDimParam("batch");
    type.getTensorTypeBuilder().getShapeBuilder().addDimBuilder().setDimValue(WIDTH);
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
    model.addOpsetImportBuilder().setVersion(17);
    GraphProto.Builder graph = model.getGraphBuilder().setName("adding");
    graph.addInputBuilder().setName(input).setType(type);
    graph.addOutputBuilder().setName(ModelFormat.SCORES_OUTPUT).setType(type);
    graph
        .addInitializerBuilder()
        .setName("numbers")
        .setDataType(TensorProto.DataType.FLOAT_VALUE)
        .addDims(numbers)
        .setRawData(ByteString.copyFrom(new byte[numbers * Float.BYTES]));
    graph
        .addInitializerBuilder()
        .setName("unused")
        .setDataType(TensorProto.DataType.FLOAT_VALUE)
        .addDims(WEIGHTS_BYTES / Float.BYTES)
        .setRawData(ByteString.copyFrom(new byte[WEIGHTS_BYTES]));
    graph
        .addNodeBuilder()
        .setOpType("Add")
        .addInput(input)
        .addInput("numbers")
        .addOutput(ModelFormat.SCORES_OUTPUT);
    graph.addNodeBuilder().setOpType("Abs").addInput("unused").addOutput("used");
    graph.addOutputBuilder().setName("used").setType(type);
    properties.forEach((key, value) -> model.addMetadataPropsBuilder().setKey(key).setValue(value));
    return model.build().toByteArray();
  }

  private static long residentMib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .sum();
  }

  @Test
  void open_namesTheFileAndKeepsNothing_whenALaterOneCannotBeOpened() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "memory is read from /proc");
    // Three numbers to add to two: only ONNX Runtime finds that out.
    byte[] later = adding(ModelFormat.COLUMNS_INPUT, 3, Map.of());
    Files.write(version.resolve(ModelFormat.FOLD_IN_SCORES_FILE), later);
    ModelMetadata golden = ModelMetadata.fromProperties(GoldenFiles.properties());
    ModelMetadata metadata =
        ModelMetadata.of(
            golden.manifest().toBuilder()
                .putFileDigests(ModelFormat.FOLD_IN_SCORES_FILE, Sha256.hex(later))
                .build(),
            golden.users(),
            golden.items());
    Files.write(
        version.resolve(ModelFormat.MODEL_FILE),
        adding(ModelFormat.RATINGS_INPUT, WIDTH, metadata.toProperties()));
    long before = 0;
    for (int i = 0; i < TRIES; i++) {
      ModelFormatException e =
          assertThrows(ModelFormatException.class, () -> OnnxModel.open(version));
      assertTrue(String.valueOf(e.getMessage()).startsWith("fold_in.onnx: no graph"), "" + e);
      // The bytes of the files are Java's garbage; what a session keeps is not.
      System.gc();
      if (i == TRIES / 2) {
        before = residentMib();
      }
    }
    long kept = residentMib() - before;
    assertTrue(kept < TRIES / 2 * (WEIGHTS_BYTES >> 20) / 2, kept + " MiB more");
  }

  @Test
  void open_refuses_whenAFileIsNotTheManifests() throws Exception {
    Files.write(
        version.resolve(ModelFormat.MODEL_FILE),
        adding(ModelFormat.RATINGS_INPUT, WIDTH, GoldenFiles.properties()));
    Files.writeString(version.resolve(ModelFormat.USER_SCORES_FILE), "of another version");

    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> OnnxModel.open(version));
    assertTrue(String.valueOf(e.getMessage()).startsWith("user_scores.onnx: SHA-256"), "" + e);
    assertEquals(1, String.valueOf(e.getMessage()).lines().count());
  }
}
