package io.autorec.model.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GraphFileTest {
  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
  private static final int INT64 = TensorProto.DataType.INT64_VALUE;

  /** Scores = ratings times a matrix. */
  private static ModelProto.Builder model() {
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8).setProducerName("test");
    model.addOpsetImportBuilder().setVersion(17);
    model.addMetadataPropsBuilder().setKey("of others").setValue("left alone");
    GraphProto.Builder graph = model.getGraphBuilder().setName("graph");
    graph.addInputBuilder().setName(ModelFormat.RATINGS_INPUT);
    graph.addOutputBuilder().setName(ModelFormat.SCORES_OUTPUT);
    graph.addInitializer(tensor("matrix", new float[] {1, 2, 3, 4}, 2, 2));
    graph.addInitializer(tensor("row", new float[] {1, 2}, 2));
    graph.addInitializer(tensor("column", new float[] {1, 2}, 2, 1));
    graph.addInitializer(whole("axis", 1));
    graph.addInitializer(whole("both", 0, 1));
    node(graph, "MatMul", ModelFormat.SCORES_OUTPUT, ModelFormat.RATINGS_INPUT, "matrix");
    return model;
  }

  private static NodeProto.Builder node(
      GraphProto.Builder graph, String operator, String output, String... inputs) {
    return graph
        .addNodeBuilder()
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private static TensorProto.Builder tensor(String name, float[] values, long... dimensions) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(FLOAT)
            .setRawData(ByteString.copyFrom(raw));
    Arrays.stream(dimensions).forEach(tensor::addDims);
    return tensor;
  }

  private static TensorProto.Builder whole(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(INT64)
        .addDims(values.length)
        .setRawData(ByteString.copyFrom(raw));
  }

  private static GraphFile of(String name, byte[] bytes) throws ModelFormatException {
    // Among the bytes of others, as in memory that is used again.
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 100);
    return GraphFile.of(name, direct.slice(50, bytes.length).put(bytes).flip());
  }

  private static String refusal(Consumer<ModelProto.Builder> change) {
    ModelProto.Builder model = model();
    change.accept(model);
    byte[] bytes = model.build().toByteArray();
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> of("model.onnx", bytes));
    return String.valueOf(e.getMessage());
  }

  private static String refusalOf(Consumer<GraphProto.Builder> change) {
    return refusal(model -> change.accept(model.getGraphBuilder()));
  }

  private static String refusalOf(String operator, String... inputs) {
    return refusalOf(graph -> node(graph, operator, "more", inputs));
  }

  private static void assertSays(String start, String refusal) {
    assertTrue(refusal.startsWith("model.onnx: " + start), refusal);
    assertTrue(refusal.contains("expected: "), refusal);
  }

  @Test
  void multipliedBytes_areTheWeightsOfProducts_andOfNothingElse() throws Exception {
    ModelProto.Builder model = model();
    assertEquals(4 * Float.BYTES, of("g.onnx", model.build().toByteArray()).multipliedBytes());
    GraphProto.Builder graph = model.getGraphBuilder();
    node(graph, "MatMul", "one", ModelFormat.RATINGS_INPUT, "column");
    node(graph, "Add", "more", ModelFormat.RATINGS_INPUT, "row");
    node(graph, "Gather", "taken", "matrix", "axis");
    assertEquals(6 * Float.BYTES, of("g.onnx", model.build().toByteArray()).multipliedBytes());
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("bytes")
            .setDataType(TensorProto.DataType.INT8_VALUE)
            .addDims(2)
            .addDims(3)
            .setRawData(ByteString.copyFrom(new byte[6])));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("zero")
            .setDataType(TensorProto.DataType.UINT8_VALUE)
            .setRawData(ByteString.copyFrom(new byte[1])));
    node(graph, "Cast", "cast", ModelFormat.RATINGS_INPUT)
        .addAttributeBuilder()
        .setName("to")
        .setI(TensorProto.DataType.UINT8_VALUE);
    node(graph, "MatMulInteger", "whole", "cast", "bytes", "zero");
    assertEquals(6 * Float.BYTES + 6, of("g.onnx", model.build().toByteArray()).multipliedBytes());
  }

  @Test
  void of_takesAGraph_asItIsExported() throws Exception {
    byte[] bytes = model().build().toByteArray();

    assertEquals(ByteBuffer.wrap(bytes), of("model.onnx", bytes).bytes());
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> of("model.onnx", bytes).metadata());
    assertEquals(
        "model.onnx: metadata \"autorec.manifest\": missing"
            + " (expected: a model written by autorec-trainer)",
        e.getMessage());
  }

  private static TensorProto.Builder far(
      String name, String location, String offset, String length, long... dimensions) {
    TensorProto.Builder far = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
    far.setDataLocation(TensorProto.DataLocation.EXTERNAL);
    Arrays.stream(dimensions).forEach(far::addDims);
    far.addExternalDataBuilder().setKey("location").setValue(location);
    far.addExternalDataBuilder().setKey("offset").setValue(offset);
    far.addExternalDataBuilder().setKey("length").setValue(length);
    return far;
  }

  @Test
  void weightsBytes_areThoseOfTheFileOfWeights_whichMayBeLargerThanAnArray() throws Exception {
    String file = "model.onnx.data";
    ModelProto.Builder model = model();
    assertEquals(0, of("model.onnx", model.build().toByteArray()).weightsBytes());
    GraphProto.Builder graph = model.getGraphBuilder();
    graph.addInitializer(far("far", file, "0", "8000000000", 2, 1_000_000_000));
    graph.addInitializer(far("more", file, "8000000000", "24", 2, 3));
    node(graph, "MatMul", "product", ModelFormat.RATINGS_INPUT, "far");

    GraphFile found = of("model.onnx", model.build().toByteArray());

    assertEquals(8_000_000_024L, found.weightsBytes());
    assertEquals(8_000_000_016L, found.multipliedBytes());
    assertThrows(IllegalStateException.class, found::sessionEntries, "nobody checked the file");
    assertTrue(found.withWeightsIn(Path.of("here")).sessionEntries().containsValue("here"));
  }

  @Test
  void of_refuses_whenWeightsLieInAnyOtherFile_orNotOneBehindTheOther() {
    String file = "model.onnx.data";
    List<TensorProto.Builder> wrong =
        List.of(
            far("far", "/etc/passwd", "0", "8", 2),
            far("far", "../model.onnx.data", "0", "8", 2),
            far("far", "user_scores.onnx.data", "0", "8", 2),
            far("far", file, "8", "8", 2),
            far("far", file, "-8", "8", 2),
            far("far", file, "00", "8", 2),
            far("far", file, "0", "", 2),
            far("far", file, "0", "-8", 2),
            far("far", file, "0", "99999999999999999999", 2),
            far("far", file, "0", "8", 2).setDataType(TensorProto.DataType.UINT8_VALUE),
            far("far", file, "0", "8", 2).setRawData(ByteString.copyFrom(new byte[8])),
            far("far", file, "0", "8", 2).clearDataLocation(),
            far("far", file, "0", "8", 2).removeExternalData(1),
            far("far", file, "0", "8", 2)
                .addExternalData(
                    StringStringEntryProto.newBuilder().setKey("checksum").setValue("0")),
            far("far", file, "0", "8", 2)
                .addExternalData(
                    StringStringEntryProto.newBuilder().setKey("location").setValue("elsewhere")),
            TensorProto.newBuilder().setDataLocation(TensorProto.DataLocation.EXTERNAL));
    for (TensorProto.Builder constant : wrong) {
      assertSays("weights of", refusalOf(graph -> graph.addInitializer(constant)));
    }
    assertSays(
        "constant \"far\" of shape [3] in 8 bytes",
        refusalOf(graph -> graph.addInitializer(far("far", file, "0", "8", 3))));
    assertSays(
        "constant \"far\" of shape [4294967296, 4294967296]",
        refusalOf(
            graph ->
                graph.addInitializer(far("far", file, "0", "17179869184", 1L << 32, 1L << 32))));
    assertSays(
        "weights of 999999999996 bytes",
        refusalOf(
            graph -> graph.addInitializer(far("far", file, "0", "999999999996", 249999999999L))));
    TensorProto.Builder elsewhere = far("far", file, "0", "8", 2);
    // A constant within a node, or within a branch: no attribute of a model holds either.
    AttributeProto.Builder value = AttributeProto.newBuilder().setName("value").setT(elsewhere);
    assertSays(
        "field 5 in an attribute",
        refusalOf(graph -> node(graph, "Constant", "far").addAttribute(value)));
    AttributeProto.Builder branch = AttributeProto.newBuilder().setName("then_branch");
    branch.getGBuilder().addInitializer(elsewhere);
    assertSays(
        "field 6 in an attribute",
        refusalOf(graph -> node(graph, "If", "far", "axis").addAttribute(branch)));
    assertSays(
        "field 15 in the graph",
        refusalOf(graph -> graph.addSparseInitializerBuilder().setValues(elsewhere)));
  }

  @Test
  void of_refuses_whenAnOperatorIsNoneOfAModels() {
    assertSays("operator \"Loop\" (", refusalOf("Loop", "row"));
    assertSays("operator \"Expand\" (", refusalOf("Expand", "row", "both"));
    assertSays("operator \"ConstantOfShape\" (", refusalOf("ConstantOfShape", "both"));
    assertSays("operator \"Tile\" (", refusalOf("Tile", "row", "both"));
    assertSays(
        "operators of \"evil\"",
        refusalOf(graph -> node(graph, "Add", "more", "row", "row").setDomain("evil")));
    assertSays(
        "operators of \"com.microsoft\"",
        refusal(model -> model.addOpsetImportBuilder().setDomain("com.microsoft")));
    assertSays(
        "field 20 in the model",
        refusal(model -> model.addTrainingInfo(OnnxMl.TrainingInfoProto.getDefaultInstance())));
    // Functions of the model: a field that the test's messages do not have yet.
    assertSays(
        "field 25 in the model",
        refusal(
            model ->
                model.setUnknownFields(
                    UnknownFieldSet.newBuilder()
                        .addField(
                            25,
                            UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.EMPTY)
                                .build())
                        .build())));
  }

  @Test
  void of_refuses_whenAnOperatorIsGivenWhatNoModelGivesIt() {
    // ONNX Runtime ends the process when it divides whole numbers by zero.
    assertSays("operator \"Div\" of [INT64, INT64]", refusalOf("Div", "axis", "axis"));
    assertSays("operator \"Add\" of [FLOAT]", refusalOf("Add", "row"));
    assertSays("operator \"Add\" of []", refusalOf("Add"));
    assertSays("operator \"Identity\" of []", refusalOf("Identity"));
    assertSays(
        "operator \"Cast\" to type 7",
        refusalOf(
            graph ->
                node(graph, "Cast", "more", "row")
                    .addAttribute(AttributeProto.newBuilder().setName("to").setI(INT64))));
    assertSays(
        "operator \"Gather\" with attribute \"axis\"",
        refusalOf(
            graph ->
                node(graph, "Gather", "more", "matrix", "axis")
                    .addAttribute(AttributeProto.newBuilder().setName("axis").setI(1))));
    assertSays(
        "operator \"Abs\" with 2 outputs",
        refusalOf(graph -> node(graph, "Abs", "more", "row").addOutput("most")));
    assertSays("value \"later\": not made yet", refusalOf("Abs", "later"));
    assertSays(
        "value \"row\": made twice", refusalOf(graph -> node(graph, "Abs", "row", "column")));
    assertSays("input \"pixels\"", refusalOf(graph -> graph.addInputBuilder().setName("pixels")));
  }

  @Test
  void of_refuses_whenAFewBytesAskForAMatrix() {
    assertSays("operator \"Add\" makes a matrix", refusalOf("Add", "row", "column"));
    assertSays("operator \"Unsqueeze\" makes a matrix", refusalOf("Unsqueeze", "row", "axis"));
    assertSays("operator \"Gather\" makes a matrix", refusalOf("Gather", "matrix", "both"));
    assertSays("operator \"MatMul\" makes a matrix", refusalOf("MatMul", "matrix", "matrix"));
    assertSays("operator \"MatMul\" of 2 and 1", refusalOf("MatMul", "matrix", "row"));
    assertSays(
        "more than 1000 nodes",
        refusalOf(
            graph -> {
              for (int i = 0; i < 1000; i++) {
                node(graph, "Abs", "more" + i, "row");
              }
            }));
  }

  @Test
  void of_refuses_whenAConstantIsNotWhatItSays() {
    assertSays(
        "constant \"far\" of shape [2147483647] (",
        refusalOf(graph -> graph.addInitializer(tensor("far", new float[1], Integer.MAX_VALUE))));
    assertSays(
        "constant \"far\" of shape [3] in 4 bytes",
        refusalOf(graph -> graph.addInitializer(tensor("far", new float[1], 3))));
    assertSays(
        "constant \"far\" of shape [-1]",
        refusalOf(graph -> graph.addInitializer(tensor("far", new float[1], -1))));
    assertSays(
        "constant \"far\" with 3 dimensions",
        refusalOf(graph -> graph.addInitializer(tensor("far", new float[1], 1, 1, 1))));
    assertSays(
        "constant \"far\" of type 8",
        refusalOf(graph -> graph.addInitializer(tensor("far", new float[1], 1).setDataType(8))));
    assertSays(
        "field 4 in a constant", refusalOf(graph -> graph.addInitializerBuilder().addFloatData(1)));
  }

  @Test
  void of_refuses_whenAWeightIsNotFinite() {
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertEquals(
          "model.onnx: constant \"far\" is " + wrong + " at position 1 (expected: finite numbers)",
          refusalOf(
              graph ->
                  graph.addInitializer(tensor("far", new float[] {Float.MAX_VALUE, wrong}, 2))));
    }
  }

  @Property(tries = 100)
  void of_namesTheFirstThatIsNotFinite_howeverManyThereAre(
      @ForAll @IntRange(min = 1, max = 10_000) int count, @ForAll long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    Arrays.fill(values, -Float.MAX_VALUE);
    int first = random.nextInt(count);
    values[first] = Float.NaN;
    values[first + random.nextInt(count - first)] = Float.NaN;

    assertSays(
        "constant \"far\" is NaN at position " + first + " ",
        refusalOf(graph -> graph.addInitializer(tensor("far", values, count))));
  }

  @Test
  void of_refuses_whenAKeyIsThereTwice() {
    assertEquals(
        "model.onnx: metadata \"of others\": twice (expected: once)",
        refusal(model -> model.addMetadataPropsBuilder().setKey("of others").setValue("again")));
  }

  @Test
  void of_refusesInALineOfBoundedLength_whateverTheFileSays() {
    String refusal = refusalOf("bad\nname".repeat(100_000), "row");

    assertTrue(refusal.length() < 500, "" + refusal.length());
    assertEquals(1, refusal.lines().count());
  }

  /** Each cut or changed byte is refused or makes no difference to reading: nothing else comes. */
  @Test
  void of_readsOrRefuses_whateverTheBytes() throws Exception {
    byte[] whole = model().build().toByteArray();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        Object unused = of("cut", cut);
      } catch (ModelFormatException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("cut: "), e.toString());
      }
    }
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      byte[] changed = whole.clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        Object unused = of("changed", changed);
      } catch (ModelFormatException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("changed: "), e + ", seed " + seed);
      }
    }
  }
}
