package io.autorec.trainer.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.autorec.model.ModelFormat;
import io.autorec.model.Sha256;
import io.autorec.model.graph.GraphFile;
import io.autorec.trainer.export.OnnxGraph;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphFilesTest {
  private static final String GRAPH = ModelFormat.USER_SCORES_FILE;
  private static final String WEIGHTS = ModelFormat.weightsFile(GRAPH);

  @TempDir Path model;

  private final OnnxGraph graph = new ExportGateTest().export(0.1f, 0.3f).userScores();
  private final Map<String, String> digests = new TreeMap<>();

  private byte[] bytes(VersionFolder folder, String file) throws Exception {
    return Files.readAllBytes(folder.file(file));
  }

  private GraphFile checked(VersionFolder folder) throws Exception {
    byte[] bytes = bytes(folder, GRAPH);
    return GraphFile.of(GRAPH, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
  }

  @Test
  void write_putsTheWeightsOfALargeGraph_intoAFileOfTheirOwn() throws Exception {
    try (VersionFolder folder = new VersionFolder(model, OptionalInt.empty())) {
      new GraphFiles(folder, digests, graph.weightsBytes() - 1).write(GRAPH, graph);

      byte[] weights = bytes(folder, WEIGHTS);
      assertEquals(graph.weightsBytes(), weights.length);
      assertEquals(weights.length, checked(folder).weightsBytes());
      assertEquals(Sha256.hex(weights), digests.get(WEIGHTS));
      assertEquals(Sha256.hex(bytes(folder, GRAPH)), digests.get(GRAPH));
      ModelProto inside = ModelProto.parseFrom(graph.toByteArray());
      int read = 0;
      for (TensorProto matrix : inside.getGraph().getInitializerList()) {
        if (matrix.getDimsCount() == 2) {
          byte[] raw = matrix.getRawData().toByteArray();
          assertEquals(
              ByteBuffer.wrap(raw), ByteBuffer.wrap(weights, read, raw.length).slice(), "" + read);
          read += raw.length;
        }
      }
      assertEquals(weights.length, read);
    }
  }

  @Test
  void write_keepsTheWeightsOfASmallGraphInside_andLeavesNoneOfALargerOneBefore() throws Exception {
    try (VersionFolder folder = new VersionFolder(model, OptionalInt.empty())) {
      new GraphFiles(folder, digests, 0).write(GRAPH, graph);
      new GraphFiles(folder, digests, graph.weightsBytes()).write(GRAPH, graph);

      assertEquals(0, checked(folder).weightsBytes());
      assertEquals(ByteBuffer.wrap(graph.toByteArray()), ByteBuffer.wrap(bytes(folder, GRAPH)));
      assertFalse(Files.exists(folder.file(WEIGHTS)));
      assertEquals(Set.of(GRAPH), digests.keySet());
    }
  }
}
