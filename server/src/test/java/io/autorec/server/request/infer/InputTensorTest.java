package io.autorec.server.request.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.autorec.inference.InferTensorContents;
import io.autorec.inference.ModelInferRequest.InferInputTensor;
import io.autorec.server.request.Violation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class InputTensorTest {
  private static final String RAW = "raw_input_contents[3]";

  private final List<Violation> found = new ArrayList<>();

  private static InputTensor typed(InferTensorContents.Builder contents, long... shape) {
    InferInputTensor.Builder tensor = InferInputTensor.newBuilder().setContents(contents);
    for (long dimension : shape) {
      tensor.addShape(dimension);
    }
    return new InputTensor("inputs[3]", tensor.build(), RAW, null);
  }

  private static InputTensor raw(ByteString raw, long... shape) {
    InferInputTensor shaped = typed(InferTensorContents.newBuilder(), shape).tensor();
    return new InputTensor("inputs[3]", shaped.toBuilder().clearContents().build(), RAW, raw);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteString rawOf(List<ByteString> texts) {
    ByteBuffer bytes = littleEndian(texts.stream().mapToInt(text -> 4 + text.size()).sum());
    texts.forEach(text -> bytes.putInt(text.size()).put(text.toByteArray()));
    return whole(bytes);
  }

  private static ByteString whole(ByteBuffer bytes) {
    return ByteString.copyFrom(bytes.rewind());
  }

  private String only() {
    assertEquals(1, found.size(), "" + found);
    return found.get(0).field() + ": " + found.get(0).message();
  }

  @RepeatedTest(50)
  void tensors_areReadAlike_typedAndRaw() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int count = 1 + random.nextInt(5);
    int width = 1 + random.nextInt(7);
    ByteBuffer floats = littleEndian(count * width * 4);
    ByteBuffer integers = littleEndian(count * 4);
    InferTensorContents.Builder typedFloats = InferTensorContents.newBuilder();
    InferTensorContents.Builder typedIntegers = InferTensorContents.newBuilder();
    InferTensorContents.Builder typedTexts = InferTensorContents.newBuilder();
    float[][] rows = new float[count][width];
    int[] numbers = new int[count];
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < width; i++) {
        rows[row][i] = Float.intBitsToFloat(random.nextInt());
        floats.putFloat(rows[row][i]);
        typedFloats.addFp32Contents(rows[row][i]);
      }
      numbers[row] = random.nextInt();
      integers.putInt(numbers[row]);
      typedIntegers.addIntContents(numbers[row]);
      typedTexts.addBytesContents(ByteString.copyFromUtf8("\u00e9".repeat(random.nextInt(4))));
    }
    InputTensor rawFloats = raw(whole(floats));
    InputTensor rawIntegers = raw(whole(integers));
    InputTensor rawTexts = raw(rawOf(typedTexts.getBytesContentsList()));

    for (int row = 0; row < count; row++) {
      assertArrayEquals(rows[row], rawFloats.floats(count, width, found).row(row), "" + seed);
      assertArrayEquals(
          rows[row], typed(typedFloats).floats(count, width, found).row(row), "" + seed);
    }
    assertArrayEquals(numbers, rawIntegers.integers(count, found), "" + seed);
    assertArrayEquals(numbers, typed(typedIntegers).integers(count, found), "" + seed);
    List<String> texts =
        typedTexts.getBytesContentsList().stream().map(ByteString::toStringUtf8).toList();
    assertEquals(texts, rawTexts.texts(count, found), "" + seed);
    assertEquals(texts, typed(typedTexts).texts(count, found), "" + seed);
    assertEquals(List.of(), found);
  }

  /** Any bytes, of which some are a good tensor with some bytes changed, are read or refused. */
  @RepeatedTest(200)
  void rawTensors_areReadOrRefused_whateverTheBytes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int count = 1 + random.nextInt(4);
    List<ByteString> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(ByteString.copyFromUtf8("user" + random.nextInt(1000)));
    }
    byte[] bytes = rawOf(texts).toByteArray();
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    ByteString damaged =
        ByteString.copyFrom(
            bytes, 0, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);

    List<String> read = raw(damaged).texts(count, found);

    if (found.isEmpty()) {
      assertEquals(damaged, rawOf(read.stream().map(ByteString::copyFromUtf8).toList()), "" + seed);
      assertEquals(count, read.size(), "" + seed);
    } else {
      assertTrue(found.stream().allMatch(it -> it.field().equals(RAW)), seed + " " + found);
    }
    int before = found.size();
    int[] numbers = raw(damaged).integers(count, found);
    assertEquals(damaged.size() == 4 * count, found.size() == before, "" + seed);
    assertEquals(count, numbers.length);
  }

  @Test
  void texts_areRefused_whenALengthExceedsTheBytes() {
    ByteString raw = whole(littleEndian(6).putInt(-1));
    raw(raw).texts(1, found);
    assertEquals(
        RAW + ": element 0 of 4294967295 bytes (expected: no more than the 2 that follow)", only());
  }

  @Test
  void texts_areRefused_whenThereAreFewerOrMore() {
    ByteString two = rawOf(List.of(ByteString.copyFromUtf8("a"), ByteString.copyFromUtf8("b")));
    raw(two).texts(3, found);
    assertEquals(
        RAW + ": 2 elements, and 0 bytes after them (expected: 3 elements, as the shape says)",
        only());
    found.clear();
    raw(two).texts(1, found);
    assertEquals(
        RAW + ": 1 elements, and 5 bytes after them (expected: 1 elements, as the shape says)",
        only());
  }

  @Test
  void texts_areRefused_whenTheyAreNoUtf8() {
    typed(InferTensorContents.newBuilder().addBytesContents(ByteString.fromHex("c328")))
        .texts(1, found);
    assertEquals("inputs[3].contents: element 0 (expected: UTF-8)", only());
  }

  @Test
  void floats_areRefused_whenBytesOrElementsAreMissing() {
    var unused = raw(ByteString.copyFrom(new byte[23])).floats(2, 3, found);
    assertEquals(RAW + ": 23 bytes (expected: 24, as the shape says)", only());
    found.clear();
    unused = typed(InferTensorContents.newBuilder().addFp32Contents(1)).floats(2, 3, found);
    assertEquals(
        "inputs[3].contents.fp32_contents: 1 elements (expected: 6, as the shape says)", only());
  }

  @Test
  void floats_areRefused_whenContentsAreOfAnotherType() {
    var unused =
        typed(InferTensorContents.newBuilder().addFp32Contents(1).addFp64Contents(2))
            .floats(1, 1, found);
    assertEquals(
        "inputs[3].contents.fp64_contents: beside the datatype FP32 (expected: fp32_contents)",
        only());
  }

  @Test
  void count_isTheFirstDimension_ofShapesThatFit() {
    assertEquals(4, typed(InferTensorContents.newBuilder(), 4, 7).count(7, false, 4, found));
    assertEquals(4, typed(InferTensorContents.newBuilder(), 4).count(1, true, 4, found));
    assertEquals(4, typed(InferTensorContents.newBuilder(), 4, 1).count(1, true, 4, found));
    assertEquals(List.of(), found);
  }

  @Test
  void count_isRefused_forAnyOtherShape() {
    long[][] shapes = {
      {}, {4}, {4, 6}, {0, 7}, {-1, 7}, {5, 7}, {4, 7, 1}, {1L << 32, 7}, {Long.MIN_VALUE, 7}
    };
    for (long[] shape : shapes) {
      found.clear();
      assertEquals(0, typed(InferTensorContents.newBuilder(), shape).count(7, false, 4, found));
      assertTrue(only().startsWith("inputs[3].shape: ["), only());
      assertTrue(only().endsWith("] (expected: [n, 7] with n from 1 to 4)"), only());
    }
  }
}
