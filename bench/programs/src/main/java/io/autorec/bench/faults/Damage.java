package io.autorec.bench.faults;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import com.google.protobuf.ByteString;
import io.autorec.model.ModelFormat;
import io.autorec.model.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Consumer;

/**
 * The kinds of damage to a version's folder. Some mend the digest, so that other checks have to
 * find it.
 */
enum Damage {
  FLIPPED_BYTE(folder -> changed(folder, ModelFormat.RATINGS_FILE, bytes -> flipped(bytes), false)),
  FLIPPED_BYTE_DIGEST_MENDED(
      folder -> changed(folder, ModelFormat.RATINGS_FILE, bytes -> flipped(bytes), true)),
  TRUNCATED(
      folder ->
          changed(
              folder,
              ModelFormat.MODEL_FILE,
              bytes -> Arrays.copyOf(bytes, bytes.length / 2),
              false)),
  EMPTY_FILE(folder -> changed(folder, ModelFormat.MODEL_FILE, bytes -> new byte[0], false)),
  MISSING_FILE(folder -> Files.delete(folder.resolve(ModelFormat.RATINGS_FILE))),
  WRONG_WIDTH(folder -> changedGraph(folder, Damage::widen)),
  HUGE_WIDTH(folder -> changedGraph(folder, graph -> width(graph).setDimValue(Integer.MAX_VALUE))),
  HUGE_CONSTANT(
      folder -> changedGraph(folder, graph -> largest(graph).setDims(0, Integer.MAX_VALUE))),
  OVERSIZE(
      folder -> {
        try (RandomAccessFile file =
            new RandomAccessFile(folder.resolve(ModelFormat.MODEL_FILE).toFile(), "rw")) {
          // A hole: it takes no room on the disk.
          file.setLength(1L << 40);
        }
      }),
  NAN_WEIGHT(folder -> changedGraph(folder, graph -> setLast(largest(graph), Float.NaN))),
  NAN_WEIGHT_FOR_FITTED(
      folder ->
          changed(
              folder,
              ModelFormat.FOLD_IN_SCORES_FILE,
              bytes -> graphOf(bytes, graph -> setLast(largest(graph), Float.NaN)),
              true)),
  EXTERNAL_DATA(
      folder ->
          changedGraph(
              folder,
              graph ->
                  largest(graph)
                      .clearRawData()
                      .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                      .addExternalDataBuilder()
                      .setKey("location")
                      .setValue("../../../../etc/passwd"))),
  UNKNOWN_OPERATOR(folder -> changedGraph(folder, graph -> node(graph, "Loop"))),
  FOREIGN_DOMAIN(folder -> changedGraph(folder, graph -> node(graph, "Run").setDomain("evil"))),
  SUBGRAPH(
      folder ->
          changedGraph(
              folder,
              graph ->
                  node(graph, "If")
                      .addAttribute(
                          AttributeProto.newBuilder()
                              .setName("then_branch")
                              .setG(GraphProto.getDefaultInstance())))),
  BLOW_UP(
      folder ->
          changedGraph(
              folder,
              graph ->
                  graph
                      .addInitializer(vector("tall", 1_000_000, 1))
                      .addInitializer(vector("flat", 1, 1_000_000))
                      .addNodeBuilder()
                      .setOpType("Add")
                      .addInput("tall")
                      .addInput("flat")
                      .addOutput("terabytes"))),
  SAME_KEY_TWICE(
      folder ->
          changed(
              folder,
              ModelFormat.MODEL_FILE,
              bytes -> {
                ModelProto.Builder model = ModelProto.parseFrom(bytes).toBuilder();
                return model.addMetadataProps(model.getMetadataProps(0)).build().toByteArray();
              },
              false)),
  LINK_OUT(
      folder -> {
        Path file = folder.resolve(ModelFormat.MODEL_FILE);
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/etc/passwd"));
      }),
  PIPE(
      folder -> {
        Path file = folder.resolve(ModelFormat.MODEL_FILE);
        Files.delete(file);
        if (new ProcessBuilder("mkfifo", file.toString()).inheritIO().start().waitFor() != 0) {
          throw new IOException(file + ": no pipe could be made");
        }
      }),
  FOLDER_FOR_FILE(
      folder -> {
        Files.delete(folder.resolve(ModelFormat.RATINGS_FILE));
        Files.createDirectory(folder.resolve(ModelFormat.RATINGS_FILE));
      });

  @SuppressWarnings("ImmutableEnumChecker") // None of the functions above keeps anything.
  private final Change change;

  Damage(Change change) {
    this.change = change;
  }

  @FunctionalInterface
  private interface Change {
    void of(Path folder) throws IOException, InterruptedException;
  }

  @FunctionalInterface
  private interface Content {
    byte[] of(byte[] bytes) throws IOException;
  }

  /** Damages a version's folder. */
  void apply(Path folder) throws IOException, InterruptedException {
    change.of(folder);
  }

  private static byte[] flipped(byte[] bytes) {
    bytes[bytes.length / 2] ^= (byte) 0x80;
    return bytes;
  }

  private static void changed(Path folder, String name, Content content, boolean mendDigest)
      throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    String before = Sha256.hex(bytes);
    byte[] after = content.of(bytes);
    Files.write(file, after);
    if (mendDigest) {
      Path model = folder.resolve(ModelFormat.MODEL_FILE);
      String manifest = Files.readString(model, StandardCharsets.ISO_8859_1);
      Files.writeString(
          model, manifest.replace(before, Sha256.hex(after)), StandardCharsets.ISO_8859_1);
    }
  }

  private static void changedGraph(Path folder, Consumer<GraphProto.Builder> change)
      throws IOException {
    changed(folder, ModelFormat.MODEL_FILE, bytes -> graphOf(bytes, change), false);
  }

  private static byte[] graphOf(byte[] bytes, Consumer<GraphProto.Builder> change)
      throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(bytes).toBuilder();
    change.accept(model.getGraphBuilder());
    return model.build().toByteArray();
  }

  private static TensorShapeProto.Dimension.Builder width(GraphProto.Builder graph) {
    return graph
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(1);
  }

  private static void widen(GraphProto.Builder graph) {
    width(graph).setDimValue(width(graph).getDimValue() + 1);
  }

  private static TensorProto.Builder largest(GraphProto.Builder graph) {
    return graph.getInitializerBuilderList().stream()
        .max(Comparator.comparingInt(constant -> constant.getRawData().size()))
        .orElseThrow();
  }

  private static void setLast(TensorProto.Builder constant, float value) {
    byte[] raw = constant.getRawData().toByteArray();
    ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).putFloat(raw.length - Float.BYTES, value);
    constant.setRawData(ByteString.copyFrom(raw));
  }

  private static NodeProto.Builder node(GraphProto.Builder graph, String operator) {
    return graph
        .addNodeBuilder()
        .setOpType(operator)
        .addInput(graph.getInput(0).getName())
        .addOutput("more");
  }

  private static TensorProto vector(String name, int rows, int columns) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT_VALUE)
        .addDims(rows)
        .addDims(columns)
        .setRawData(ByteString.copyFrom(new byte[rows * columns * Float.BYTES]))
        .build();
  }
}
