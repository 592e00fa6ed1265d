package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.inference.GRPCInferenceServiceGrpc;
import io.autorec.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.autorec.inference.InferParameter;
import io.autorec.inference.ModelInferRequest;
import io.autorec.inference.ModelInferResponse;
import io.autorec.inference.ModelStreamInferResponse;
import io.autorec.model.Orientation;
import io.autorec.server.fixture.StreamCall;
import io.autorec.v1.ModelRef;
import io.autorec.v1.PredictResponse;
import io.autorec.v1.Recommendation;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ModelInfer over a real connection: both faces, and their numbers beside those of our service. */
class InferenceIT extends ChoiceCalls {
  private static final float NAN = Float.NaN;

  private GRPCInferenceServiceBlockingStub inference() {
    return GRPCInferenceServiceGrpc.newBlockingStub(served().channel());
  }

  private ModelInferResponse infer(ModelInferRequest.Builder request) {
    return inference().modelInfer(request.build());
  }

  @Test
  void rows_areReconstructed_asThePredictOfTheSameRows() {
    float[][] rows = new float[11][];
    List<io.autorec.v1.RatingVector> vectors = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) { // More than fit in one batch.
      rows[i] = new float[] {1 + i % 5, NAN, 0, 1 + (i + 2) % 5, NAN};
      vectors.add(Requests.dense(rows[i].clone()));
    }
    ModelInferRequest request =
        Tensors.asking(ServedModels.BY_USER).addInputs(Tensors.ratings(rows)).setId("7").build();
    PredictResponse predicted =
        stub().predict(Requests.predict(vectors.toArray(new io.autorec.v1.RatingVector[0])));

    for (ModelInferRequest asked : List.of(request, Tensors.raw(request))) {
      ModelInferResponse response = inference().modelInfer(asked);

      assertEquals("7", response.getId());
      assertEquals("by-user", response.getModelName());
      assertEquals("7", response.getModelVersion());
      assertEquals(List.of("reconstruction", "scores"), Tensors.names(response));
      assertEquals(List.of(11L, 5L), response.getOutputs(0).getShapeList());
      assertEquals("FP32", response.getOutputs(0).getDatatype());
      assertEquals(
          asked.getRawInputContentsCount() > 0 ? 2 : 0, response.getRawOutputContentsCount());
      float[] reconstruction = Tensors.floats(response, "reconstruction");
      float[] scores = Tensors.floats(response, "scores");
      for (int i = 0; i < rows.length; i++) {
        float[] row = Arrays.copyOfRange(reconstruction, 5 * i, 5 * i + 5);
        for (int column = 0; column < 5; column++) {
          assertEquals(predicted.getPredictions(i).getValues(column), row[column], 1e-5f);
        }
        float[] zeroFilled = {rows[i][0], 0, 0, rows[i][3], 0};
        assertArrayEquals(
            TinyModel.scores(Orientation.USER, zeroFilled),
            Arrays.copyOfRange(scores, 5 * i, 5 * i + 5),
            1e-5f);
      }
    }
  }

  @Test
  void aRowWithoutRatings_isReconstructed_asTheModelFileDoes() {
    ModelInferResponse response =
        infer(
            Tensors.asking(ServedModels.BY_USER)
                .addInputs(Tensors.ratings(new float[] {NAN, 0, NAN, 0, NAN})));

    assertArrayEquals(
        TinyModel.scores(Orientation.USER, new float[5]),
        Tensors.floats(response, "scores"),
        1e-5f);
  }

  @Test
  void outputs_areThoseAskedFor_inTheirOrder() {
    ModelInferResponse response =
        infer(
            Tensors.asking(ServedModels.BY_ITEM)
                .addInputs(Tensors.ratings(new float[] {4, NAN, 2}))
                .addOutputs(Tensors.output("scores"))
                // Of the other face: left out, as load generators ask for all.
                .addOutputs(Tensors.output("item_id"))
                .addOutputs(Tensors.output("reconstruction")));

    assertEquals(List.of("scores", "reconstruction"), Tensors.names(response));
    assertEquals(List.of(1L, 3L), response.getOutputs(0).getShapeList());
  }

  @Test
  void users_getTheListsOfRecommend_typedAndRaw() {
    for (ModelRef model :
        List.of(
            ServedModels.BY_ITEM,
            ServedModels.BY_USER,
            ServedModels.ITEMS_BY_CHOICE,
            ServedModels.USERS_BY_CHOICE,
            ServedModels.INTERACTIONS)) {
      ModelInferRequest request =
          Tensors.asking(model).addInputs(Tensors.users("u1", "u0", "u1")).setId("x").build();
      for (ModelInferRequest asked : List.of(request, Tensors.raw(request))) {
        ModelInferResponse response = inference().modelInfer(asked);

        assertEquals("x", response.getId());
        assertEquals(List.of("item_id", "score"), Tensors.names(response));
        assertEquals(List.of(3L, 10L), response.getOutputs(1).getShapeList());
        expectList(model, "u1", 10, response, 0);
        expectList(model, "u0", 10, response, 1);
        expectList(model, "u1", 10, response, 2);
      }
    }
  }

  /** Compares a row of an answer with the answer of Recommend, and with nothing after its end. */
  private void expectList(
      ModelRef model, String user, int topN, ModelInferResponse response, int row) {
    List<String> ids = new ArrayList<>();
    List<Float> scores = new ArrayList<>();
    for (Recommendation item : recommend(model, of(user).setTopN(topN)).getRecommendationsList()) {
      ids.add(item.getItemId());
      scores.add(item.getScore());
    }
    assertTrue(ids.size() > 0 && ids.size() <= topN, "" + ids);
    int width = (int) response.getOutputs(0).getShape(1);
    ids.addAll(Collections.nCopies(width - ids.size(), ""));
    scores.addAll(Collections.nCopies(width - scores.size(), NAN));
    assertEquals(
        ids,
        Tensors.texts(response, "item_id").subList(row * width, (row + 1) * width),
        "" + model);
    float[] given = Tensors.floats(response, "score");
    for (int i = 0; i < width; i++) {
      assertEquals(scores.get(i), given[row * width + i], 1e-5f, model + " " + i);
    }
  }

  @Test
  void topN_isForAllOrForEach_asInputOrParameter() {
    ModelRef model = ServedModels.ITEMS_BY_CHOICE;
    ModelInferRequest.Builder users =
        Tensors.asking(model).addInputs(Tensors.users("u1", "u2", "u0"));
    ModelInferResponse forAll = infer(users.clone().addInputs(Tensors.topN(2)));
    ModelInferResponse byParameter =
        infer(
            users
                .clone()
                .putParameters("top_n", InferParameter.newBuilder().setInt64Param(2).build())
                .putParameters("other", InferParameter.newBuilder().setBoolParam(true).build()));
    assertEquals(List.of(3L, 2L), forAll.getOutputs(0).getShapeList());
    assertEquals(forAll, byParameter);

    ModelInferResponse forEach =
        inference().modelInfer(Tensors.raw(users.addInputs(Tensors.topN(1, 4, 2)).build()));
    assertEquals(List.of(3L, 4L), forEach.getOutputs(0).getShapeList());
    expectList(model, "u1", 1, forEach, 0);
    expectList(model, "u2", 4, forEach, 1);
    expectList(model, "u0", 2, forEach, 2);
  }

  @Test
  void users_mayBeManyAndHaveTwoDimensions() {
    String[] ids = new String[19]; // More than are ranked at once.
    Arrays.fill(ids, "u2");
    ModelInferRequest request =
        Tensors.asking(ServedModels.ITEMS_BY_CHOICE)
            .addInputs(Tensors.users(ids).toBuilder().addShape(1))
            .addInputs(Tensors.topN(3))
            .build();

    ModelInferResponse response = inference().modelInfer(request);

    assertEquals(List.of(19L, 3L), response.getOutputs(0).getShapeList());
    expectList(ServedModels.ITEMS_BY_CHOICE, "u2", 3, response, 18);
  }

  @Test
  void stream_answersInOrder_andGoesOnAfterAnError() throws Exception {
    StreamCall<ModelInferRequest, ModelStreamInferResponse> stream =
        StreamCall.start(
            GRPCInferenceServiceGrpc.newStub(served().channel())::modelStreamInfer, true);
    ModelInferRequest good =
        Tensors.asking(ServedModels.BY_USER).addInputs(Tensors.users("u1")).setId("1").build();
    stream.send(good);
    stream.send(good.toBuilder().setModelName("none").build());
    stream.send(good.toBuilder().setId("3").build());
    stream.halfClose();

    List<ModelStreamInferResponse> answers = stream.take(3);
    assertEquals("1", answers.get(0).getInferResponse().getId());
    assertEquals("", answers.get(0).getErrorMessage());
    assertTrue(answers.get(1).getErrorMessage().startsWith("model \"none\": not loaded"));
    assertEquals("3", answers.get(2).getInferResponse().getId());
    assertEquals(Status.Code.OK, stream.end());
  }
}
