package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import io.autorec.server.fixture.TinyServer;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.autorec.v1.ModelRef;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.Rating;
import io.autorec.v1.RatingVector;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.SimilarItemsRequest;
import io.autorec.v1.SparseRatings;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class EscapedTextIT {
  private static final int ROUNDS = 200;
  private static final int MOST_CHARACTERS = 12;

  @TempDir Path repository;

  @Test
  void refusals_holdNoCharacterThatIsNotSeen_whateverIdsAreSent() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (TinyServer tiny = TinyServer.measured(repository, Map.of())) {
      AutoRecServiceBlockingStub stub = tiny.stub();
      HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(tiny.connect());
      for (int round = 0; round < ROUNDS; round++) {
        String id = id(random);
        String told = "seed " + seed + ", round " + round;
        for (Executable call : calls(stub, health, id)) {
          StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call, told);
          for (String text : texts(refused)) {
            assertEquals(
                0, text.codePoints().filter(EscapedTextIT::isUnseen).count(), told + ": " + text);
          }
        }
      }
    }
  }

  private static List<Executable> calls(
      AutoRecServiceBlockingStub stub, HealthGrpc.HealthBlockingStub health, String id) {
    RecommendRequest known = RecommendRequest.newBuilder().setUserId("u1").build();
    ModelRef named = ModelRef.newBuilder().setName(id).build();
    ModelRef labelled = ModelRef.newBuilder().setLabel(id).build();
    Rating rating = Rating.newBuilder().setId(id).setRating(3).build();
    SparseRatings twice = SparseRatings.newBuilder().addRatings(rating).addRatings(rating).build();
    RatingVector vector = RatingVector.newBuilder().setSparse(twice).build();
    return List.of(
        () -> stub.recommend(known.toBuilder().setUserId(id).build()),
        () -> stub.recommend(known.toBuilder().setModel(named).build()),
        () -> stub.recommend(known.toBuilder().setModel(labelled).build()),
        () -> stub.recommend(known.toBuilder().setPageToken(id).build()),
        () ->
            stub.recommend(
                known.toBuilder().addExcludeIds(id).addExcludeIds(id).setTopN(0).build()),
        () -> stub.similarItems(SimilarItemsRequest.newBuilder().setItemId(id).build()),
        () -> stub.predict(PredictRequest.newBuilder().addVectors(vector).build()),
        () -> stub.predict(PredictRequest.newBuilder().addIds(id).addIds(id).build()),
        () -> health.check(HealthCheckRequest.newBuilder().setService(id).build()));
  }

  /** The description, and what is in the details. */
  private static List<String> texts(StatusRuntimeException refused) throws Exception {
    List<String> texts = new ArrayList<>();
    texts.add(String.valueOf(refused.getStatus().getDescription()));
    com.google.rpc.Status status = StatusProto.fromThrowable(refused);
    texts.add(status.getMessage());
    for (Any detail : status.getDetailsList()) {
      assertTrue(detail.is(BadRequest.class), "" + detail);
      for (BadRequest.FieldViolation violation :
          detail.unpack(BadRequest.class).getFieldViolationsList()) {
        texts.add(violation.getField());
        texts.add(violation.getDescription());
      }
    }
    return texts;
  }

  /** Letters, and half as many that are not seen; never empty, nor an id that is known. */
  private static String id(Random random) {
    StringBuilder id = new StringBuilder("x");
    int length = 1 + random.nextInt(MOST_CHARACTERS);
    while (id.length() < length + 1) {
      int character = random.nextInt(random.nextBoolean() ? 0x100 : 0x3000);
      if (random.nextInt(3) > 0 || isUnseen(character)) {
        id.appendCodePoint(character);
      }
    }
    return id.toString();
  }

  private static boolean isUnseen(int character) {
    int type = Character.getType(character);
    return Character.isISOControl(character)
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
