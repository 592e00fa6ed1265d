package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.v1.ModelRef;
import io.autorec.v1.OutputEncoding;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictResponse;
import io.autorec.v1.Prediction;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PredictIT {
  private static final float NAN = Float.NaN;

  private ServedModels served;

  @BeforeAll
  void start(@TempDir Path repository) throws Exception {
    served = new ServedModels(repository);
  }

  @AfterAll
  void stop() {
    served.close();
  }

  @Test
  void predict_sameValues_whenSparseDenseOrBytes() {
    PredictResponse response =
        served
            .stub()
            .predict(
                Requests.predict(
                    Requests.sparse("i3", 5, "i0", 4, "nobody", 2),
                    Requests.dense(4, NAN, 0, 5, NAN),
                    Requests.bytes(4, 0, NAN, 5, NAN)));

    assertEquals(
        ModelRef.newBuilder().setName("by-user").setVersion(7).build(), response.getModel());
    float[] expected = expected(4, 0, 0, 5, 0);
    for (Prediction prediction : response.getPredictionsList()) {
      assertArrayEquals(expected, values(prediction), 1e-5f);
    }
    assertEquals(List.of("nobody"), response.getPredictions(0).getUnknownIdsList());
    assertEquals(3, response.getPredictionsCount());
  }

  @Test
  void predict_fitsUsers_whenTheirRatingsGoToAnItemBasedModel() {
    int count = 11; // More than fit in one batch.
    PredictRequest.Builder request =
        PredictRequest.newBuilder()
            .setModel(ServedModels.BY_ITEM_FITTING)
            .setOrientation(io.autorec.v1.Orientation.ORIENTATION_USER)
            .addAllIds(List.of("i4", "none", "i0"));
    for (int i = 0; i < count - 1; i++) {
      request.addVectors(Requests.sparse("i1", 1 + 0.25f * i, "i3", 2, "nothing", 3));
    }
    request.addVectors(Requests.dense(NAN, 5, 0, 1, NAN));

    PredictResponse response = served.stub().predict(request.build());

    assertEquals(List.of("i4", "i0"), response.getIdsList());
    for (int i = 0; i < count; i++) {
      float[] ratings = i < count - 1 ? new float[] {1 + 0.25f * i, 2} : new float[] {5, 1};
      float[] user = TinyModel.FOLD_IN.fit(new int[] {1, 3}, ratings);
      float[] expected = {TinyModel.FOLD_IN.predict(user, 4), TinyModel.FOLD_IN.predict(user, 0)};
      TinyModel.SCALE.clip(expected);
      assertArrayEquals(expected, values(response.getPredictions(i)), 1e-5f, "vector " + i);
    }
    assertEquals(List.of("nothing"), response.getPredictions(0).getUnknownIdsList());
  }

  @Test
  void predict_fitsNewItems_whenTheModelIsUserBased() {
    PredictRequest request =
        PredictRequest.newBuilder()
            .setModel(ServedModels.BY_USER_FITTING)
            .setOrientation(io.autorec.v1.Orientation.ORIENTATION_ITEM)
            .addVectors(Requests.sparse("u1", 5, "u0", 2, "nobody", 3))
            .build();

    PredictResponse response = served.stub().predict(request);

    float[] item = TinyModel.FOLD_IN_OF_ITEMS.fit(new int[] {1, 0}, new float[] {5, 2});
    float[] expected = new float[TinyModel.USERS.size()];
    for (int user = 0; user < expected.length; user++) {
      expected[user] = TinyModel.FOLD_IN_OF_ITEMS.predict(item, user);
    }
    TinyModel.SCALE.clip(expected);
    assertArrayEquals(expected, values(response.getPredictions(0)), 1e-5f);
    assertEquals(List.of("nobody"), response.getPredictions(0).getUnknownIdsList());
  }

  @Test
  void predict_chosenColumnsAsBytes_whenAskedFor() {
    PredictResponse response =
        served
            .stub()
            .predict(
                Requests.predict(Requests.sparse("i1", 3)).toBuilder()
                    .addIds("i4")
                    .addIds("none")
                    .addIds("i2")
                    .setOutputEncoding(OutputEncoding.OUTPUT_ENCODING_BYTES)
                    .build());

    float[] found = new float[2];
    response
        .getPredictions(0)
        .getValueBytes()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(found);
    float[] all = expected(0, 3, 0, 0, 0);
    assertArrayEquals(new float[] {all[4], all[2]}, found, 1e-5f);
    assertEquals(List.of("i4", "i2"), response.getIdsList());
    assertEquals(List.of("none"), response.getUnknownIdsList());
    assertEquals(0, response.getPredictions(0).getValuesCount());
  }

  @Test
  void predict_answersForUsers_whenModelIsItemBased() {
    PredictResponse response =
        served
            .stub()
            .predict(
                Requests.predict(Requests.sparse("u1", 2)).toBuilder()
                    .setModel(ServedModels.BY_ITEM)
                    .build());

    float[] expected = TinyModel.scores(Orientation.ITEM, new float[] {0, 2, 0});
    for (int i = 0; i < expected.length; i++) {
      expected[i] = TinyModel.SCALE.clip(expected[i]);
    }
    assertArrayEquals(expected, values(response.getPredictions(0)), 1e-5f);
  }

  @Test
  void predict_inOrder_whenVectorsExceedOneBatch() {
    io.autorec.v1.RatingVector[] vectors = new io.autorec.v1.RatingVector[20];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Requests.sparse("i" + i % 5, 1 + i % 4);
    }

    PredictResponse together = served.stub().predict(Requests.predict(vectors));

    for (int i = 0; i < vectors.length; i++) {
      PredictResponse alone = served.stub().predict(Requests.predict(vectors[i]));
      assertEquals(alone.getPredictions(0), together.getPredictions(i), "vector " + i);
    }
  }

  @Test
  void predict_everyAnswerRight_whenManyThreadsCall() throws Exception {
    int threads = 32;
    int calls = 50;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        Random random = new Random(thread);
        done.add(
            pool.submit(
                () -> {
                  for (int call = 0; call < calls; call++) {
                    checkOneCall(random);
                  }
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void checkOneCall(Random random) {
    float[] row = new float[5];
    for (int i = 0; i < row.length; i++) {
      row[i] = random.nextBoolean() ? 1 + random.nextInt(5) : 0;
    }
    row[random.nextInt(5)] = 3;
    PredictResponse response = served.stub().predict(Requests.predict(Requests.dense(row)));
    assertArrayEquals(expected(row), values(response.getPredictions(0)), 1e-5f);
  }

  private static float[] expected(float... zeroFilled) {
    float[] scores = TinyModel.scores(Orientation.USER, zeroFilled);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = TinyModel.SCALE.clip(scores[i]);
    }
    return scores;
  }

  private static float[] values(Prediction prediction) {
    float[] values = new float[prediction.getValuesCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = prediction.getValues(i);
    }
    return values;
  }
}
