package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import io.autorec.inference.GRPCInferenceServiceGrpc;
import io.autorec.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.autorec.inference.InferParameter;
import io.autorec.inference.InferTensorContents;
import io.autorec.inference.ModelInferRequest;
import io.autorec.inference.ModelInferRequest.InferInputTensor;
import io.autorec.v1.ModelRef;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What ModelInfer refuses, and the fields that it names. */
class InferenceRefusalsIT extends ChoiceCalls {
  private static final InferInputTensor ROW = Tensors.ratings(new float[] {4, 0, 0, 5, 0});
  private static final InferInputTensor USER = Tensors.users("u1");
  private static final InferParameter SOME = InferParameter.newBuilder().setInt64Param(1).build();

  private GRPCInferenceServiceBlockingStub inference() {
    return GRPCInferenceServiceGrpc.newBlockingStub(served().channel());
  }

  private static ModelInferRequest.Builder asking(InferInputTensor... inputs) {
    return Tensors.asking(ServedModels.BY_USER).addAllInputs(List.of(inputs));
  }

  private Status refusal(ModelInferRequest request) {
    return assertThrows(StatusRuntimeException.class, () -> inference().modelInfer(request))
        .getStatus();
  }

  /** Expects violations, whole. */
  private void expect(ModelInferRequest.Builder request, String... violations) throws Exception {
    StatusRuntimeException e =
        assertThrows(StatusRuntimeException.class, () -> inference().modelInfer(request.build()));
    assertEquals(Status.Code.INVALID_ARGUMENT, e.getStatus().getCode(), e.toString());
    BadRequest details = StatusProto.fromThrowable(e).getDetails(0).unpack(BadRequest.class);
    assertEquals(
        List.of(violations),
        details.getFieldViolationsList().stream()
            .map(violation -> violation.getField() + ": " + violation.getDescription())
            .toList());
  }

  @Test
  void inputs_areRefused_whenNamesAreUnknownRepeatedOrOfBothFaces() throws Exception {
    expect(asking(), "inputs: none (expected: ratings or user_id)");
    expect(asking(Tensors.topN(3)), "inputs: no ratings and no user_id (expected: one of them)");
    expect(
        asking(ROW, ROW.toBuilder().setName("x").build()),
        "inputs[1].name: \"x\" (expected: ratings, or user_id and top_n)");
    expect(asking(ROW, ROW), "inputs[1].name: \"ratings\" (expected: each input once)");
    expect(asking(ROW, USER), "inputs[0].name: \"ratings\" (expected: not beside user_id)");
    expect(
        asking(ROW, Tensors.topN(1)), "inputs[1].name: \"top_n\" (expected: not beside ratings)");
  }

  @Test
  void outputs_areRefused_whenTheyAreUnknownRepeatedOrNoneIsGiven() throws Exception {
    expect(
        asking(ROW).addOutputs(Tensors.output("x")),
        "outputs[0].name: \"x\" (expected: one of [reconstruction, scores])");
    expect(
        asking(USER).addOutputs(Tensors.output("score")).addOutputs(Tensors.output("score")),
        "outputs[1].name: \"score\" (expected: each output once)");
    expect(
        asking(USER).addOutputs(Tensors.output("scores")),
        "outputs: none that these inputs give (expected: one of [item_id, score])");
    expect(
        asking(USER)
            .addOutputs(
                Tensors.output("score").toBuilder()
                    .putParameters("classification", SOME)
                    .putParameters("shared_memory_region", SOME)),
        "outputs[0].parameters.shared_memory_region: is given (expected: contents in the message)",
        "outputs[0].parameters.classification: is given (expected: no classification)");
  }

  @Test
  void inputsAndOutputs_areRefusedAtOnce_whenThereAreMoreThanNames() throws Exception {
    expect(asking(ROW, ROW, ROW, ROW), "inputs: 4 (expected: at most 3)");
    ModelInferRequest.Builder outputs = asking(USER);
    for (int i = 0; i < 5; i++) {
      outputs.addOutputs(Tensors.output("score"));
    }
    expect(outputs, "outputs: 5 (expected: at most 4)");
  }

  @Test
  void request_isRefusedUnparsed_whenItIsTooLarge_alsoIfItIsCompressed() {
    ModelInferRequest.Builder many = asking(ROW);
    for (int i = 0; i < 200_000; i++) {
      many.addInputs(InferInputTensor.getDefaultInstance());
    }
    for (String compression : List.of("identity", "gzip")) {
      Status status =
          assertThrows(
                  StatusRuntimeException.class,
                  () -> inference().withCompression(compression).modelInfer(many.build()))
              .getStatus();
      assertEquals(Status.Code.INVALID_ARGUMENT, status.getCode(), status.toString());
      assertTrue(
          String.valueOf(status.getDescription()).startsWith("larger than the "), "" + status);
    }
  }

  @Test
  void shapes_areRefused_whenRankBatchOrWidthIsWrong() throws Exception {
    String fits = " (expected: [n, 5] with n from 1 to 20)";
    long[][] shapes = {{}, {5}, {1, 5, 1}, {0, 5}, {-1, 5}, {21, 5}, {1, 4}};
    for (long[] shape : shapes) {
      InferInputTensor shaped =
          Tensors.tensor("ratings", "FP32", shape).setContents(ROW.getContents()).build();
      expect(asking(shaped), "inputs[0].shape: " + shaped.getShapeList() + fits);
    }
    expect(
        asking(USER.toBuilder().setShape(0, 0).build()),
        "inputs[0].shape: [0] (expected: [n] or [n, 1] with n from 1 to 20)");
    expect(
        asking(Tensors.users("u0", "u1", "u2"), Tensors.topN(1, 2)),
        "inputs[1].shape: 2 numbers for 3 users (expected: one, or one for each)");
  }

  @Test
  void contents_areRefused_whenTypeOrNumberIsWrong() throws Exception {
    expect(
        asking(ROW.toBuilder().setDatatype("FP64").build()),
        "inputs[0].datatype: \"FP64\" (expected: FP32)");
    expect(
        asking(ROW.toBuilder().setShape(0, 2).build()),
        "inputs[0].contents.fp32_contents: 5 elements (expected: 10, as the shape says)");
    expect(
        asking(
            USER.toBuilder()
                .setContents(InferTensorContents.newBuilder().addIntContents(1))
                .build()),
        "inputs[0].contents.int_contents: beside the datatype BYTES (expected: bytes_contents)",
        "inputs[0].contents.bytes_contents: 0 elements (expected: 1, as the shape says)");
    expect(
        asking(Tensors.users("u1", "")),
        "inputs[0].contents: element 1: empty (expected: the id of a known user)");
    expect(
        asking(ROW.toBuilder().putParameters("shared_memory_region", SOME).build()),
        "inputs[0].parameters.shared_memory_region: is given (expected: contents in the message)");
  }

  @Test
  void rawContents_areRefused_whenTheirNumberOrSizeIsWrong_orTypedOnesAreThere() throws Exception {
    ModelInferRequest.Builder raw = Tensors.raw(asking(ROW).build()).toBuilder();
    expect(
        raw.clone().addRawInputContents(ByteString.EMPTY),
        "raw_input_contents: 2 (expected: 1, one for each input)");
    expect(
        raw.clone().setRawInputContents(0, ByteString.copyFrom(new byte[19])),
        "raw_input_contents[0]: 19 bytes (expected: 20, as the shape says)");
    expect(
        raw.clone().setInputs(0, ROW),
        "inputs[0].contents: beside raw_input_contents (expected: one of them)");
  }

  @Test
  void ratings_areRefused_offTheScale_withTheirPlace() throws Exception {
    ModelInferRequest request =
        asking(Tensors.ratings(new float[] {1, 0, 0, 0, 0}, new float[] {0, 2, 0, 5.5f, 0}))
            .build();
    String what = ": row 1, position 3: 5.5 (expected: a rating on the scale [1.0, 5.0], or NaN)";
    expect(request.toBuilder(), "inputs[0].contents" + what);
    expect(Tensors.raw(request).toBuilder(), "raw_input_contents[0]" + what);
  }

  @Test
  void topN_isRefused_outOfBounds_orGivenTwice() throws Exception {
    String fits = " (expected: 1 to 50)";
    expect(asking(USER, Tensors.topN(0)), "inputs[1].contents: 0" + fits);
    expect(asking(USER, Tensors.topN(-1)), "inputs[1].contents: -1" + fits);
    expect(
        asking(USER).putParameters("top_n", InferParameter.newBuilder().setInt64Param(51).build()),
        "parameters.top_n: 51" + fits);
    expect(
        asking(USER).putParameters("top_n", InferParameter.newBuilder().setUint64Param(-1).build()),
        "parameters.top_n: 9223372036854775807" + fits);
    expect(
        asking(USER)
            .putParameters("top_n", InferParameter.newBuilder().setStringParam("3").build()),
        "parameters.top_n: no whole number (expected: int64_param)");
    expect(
        asking(USER, Tensors.topN(1)).putParameters("top_n", SOME),
        "parameters.top_n: beside the input of that name (expected: one of them)");
  }

  @Test
  void modelsAndUsers_areNotFound_whenTheServerDoesNotKnowThem() throws Exception {
    for (ModelInferRequest.Builder request :
        List.of(
            asking(USER).setModelName("none"),
            asking(USER).setModelVersion("99"),
            asking(USER).setModelVersion("canary"),
            asking(Tensors.users("u1", "nobody")))) {
      assertEquals(Status.Code.NOT_FOUND, refusal(request.build()).getCode());
    }
    expect(
        asking(USER).setModelVersion("-1"),
        "model_version: \"-1\" (expected: a number from 1 on, a label, or nothing)");
  }

  @Test
  void interactions_predictNoRatings() {
    ModelRef model = ServedModels.INTERACTIONS;
    Status status = refusal(Tensors.asking(model).addInputs(ROW).build());
    assertEquals(Status.Code.FAILED_PRECONDITION, status.getCode());
    assertTrue(String.valueOf(status.getDescription()).contains("predicts no ratings"));
  }

  /** Any bytes in place of a good request are answered or refused, never an error of the server. */
  @Test
  void requests_areAnsweredOrRefused_whateverTheirBytes() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<ModelInferRequest> good =
        List.of(
            asking(ROW).build(),
            Tensors.raw(asking(ROW).build()),
            Tensors.raw(asking(Tensors.users("u0", "u1"), Tensors.topN(2, 3)).build()));
    int refused = 0;
    for (int i = 0; i < 600; i++) {
      byte[] bytes = good.get(i % good.size()).toByteArray();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        ModelInferRequest damaged = ModelInferRequest.parseFrom(bytes);
        assertEquals(damaged.getId(), inference().modelInfer(damaged).getId(), "seed " + seed);
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        // No message at all: the fuzz tests send such bytes.
      } catch (StatusRuntimeException e) {
        refused++;
        assertTrue(
            List.of(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND)
                .contains(e.getStatus().getCode()),
            "seed " + seed + ": " + e);
      }
    }
    assertTrue(refused > 50, refused + " refused, seed " + seed);
  }
}
