package io.autorec.bench.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.autorec.bench.fuzz.Caller.Ending;
import io.autorec.bench.fuzz.FuzzCall.Packing;
import io.autorec.bench.fuzz.FuzzCall.Pass;
import io.autorec.bench.fuzz.FuzzCall.Terms;
import io.autorec.v1.ModelRef;
import io.autorec.v1.Orientation;
import io.autorec.v1.RankBy;
import io.autorec.v1.RatingScale;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PromisesTest {
  private static final ModelRef REF = ModelRef.newBuilder().setName("m").setVersion(1).build();
  private static final RecommendRequest REQUEST =
      RecommendRequest.newBuilder()
          .setModel(REF)
          .setUserId("u")
          .setTopN(2)
          .setRankBy(RankBy.RANK_BY_PREDICTED_RATING)
          .addExcludeIds("c")
          .build();

  private final Promises promises =
      new Promises(
          List.of(
              new ServedModel(
                  REF,
                  true,
                  Orientation.ORIENTATION_ITEM,
                  RatingScale.newBuilder().setMin(1).setMax(5).build(),
                  Set.of(RankBy.RANK_BY_CHOICE, RankBy.RANK_BY_PREDICTED_RATING),
                  RankBy.RANK_BY_CHOICE,
                  List.of("u"),
                  List.of("a", "b", "c"))),
          Door.open("localhost", 0));

  private Optional<String> broken(Terms terms, Status status, Message... answers) {
    FuzzMethod recommend =
        FuzzMethod.served().stream()
            .filter(method -> method.name().endsWith("/Recommend"))
            .findFirst()
            .orElseThrow();
    return promises.broken(
        new FuzzCall(1, recommend, List.of(REQUEST.toByteArray()), terms),
        new Ending(status, List.of(answers).stream().map(Message::toByteArray).toList()));
  }

  private static RecommendResponse list(float predicted, String... ids) {
    RecommendResponse.Builder answer =
        RecommendResponse.newBuilder().setModel(REF).setRankedBy(RankBy.RANK_BY_PREDICTED_RATING);
    for (String id : ids) {
      answer.addRecommendations(
          Recommendation.newBuilder()
              .setItemId(id)
              .setPredictedRating(predicted)
              .setScore(predicted));
    }
    return answer.build();
  }

  @Test
  void broken_isEmpty_whenTheAnswerIsWhatWasAskedFor() {
    assertEquals(Optional.empty(), broken(Terms.USUAL, Status.OK, list(5, "a", "b")));
  }

  @Test
  void broken_saysWhat_whenTheAnswerIsNot() {
    assertEquals(
        Optional.of("answer 0: predicts NaN"),
        broken(Terms.USUAL, Status.OK, list(Float.NaN, "a")));
    assertEquals(
        Optional.of("answer 0: predicts 5.5"), broken(Terms.USUAL, Status.OK, list(5.5f, "a")));
    assertEquals(
        Optional.of("answer 0: shows \"c\""), broken(Terms.USUAL, Status.OK, list(3, "a", "c")));
    assertEquals(
        Optional.of("answer 0: shows \"a\""), broken(Terms.USUAL, Status.OK, list(3, "a", "a")));
    assertEquals(
        Optional.of("answer 0: 3 entries of 2"),
        broken(Terms.USUAL, Status.OK, list(3, "a", "b", "a")));
    assertEquals(Optional.of("0 answers to 1 requests"), broken(Terms.USUAL, Status.OK));
  }

  @Test
  void broken_saysWhat_whenOrderOrNumbersAreOthers() {
    RecommendResponse list = list(3, "a", "b");
    assertEquals(
        Optional.of("answer 0: ranked by RANK_BY_CHOICE"),
        broken(
            Terms.USUAL, Status.OK, list.toBuilder().setRankedBy(RankBy.RANK_BY_CHOICE).build()));
    RecommendResponse.Builder ascending = list.toBuilder();
    ascending.getRecommendationsBuilder(1).setPredictedRating(4).setScore(4);
    assertEquals(
        Optional.of("answer 0: score 4.0 after 3.0"),
        broken(Terms.USUAL, Status.OK, ascending.build()));
    RecommendResponse.Builder apart = list.toBuilder();
    apart.getRecommendationsBuilder(1).setScore(2);
    assertEquals(Optional.of("answer 0: score 2.0"), broken(Terms.USUAL, Status.OK, apart.build()));
    RecommendResponse.Builder without = list.toBuilder();
    without.getRecommendationsBuilder(0).clearPredictedRating();
    assertEquals(
        Optional.of("answer 0: no predicted rating"),
        broken(Terms.USUAL, Status.OK, without.build()));
  }

  @Test
  void broken_namesTheCode_whenNothingAllowsIt() {
    Terms timed = new Terms(5, "", -1, true, Packing.PLAIN, "", Pass.RIGHT);
    Terms cancelled = new Terms(0, "", 5, true, Packing.PLAIN, "", Pass.RIGHT);
    assertEquals(Optional.of("ended with INTERNAL: null"), broken(Terms.USUAL, Status.INTERNAL));
    assertEquals(Optional.empty(), broken(Terms.USUAL, Status.NOT_FOUND));
    assertEquals(Optional.empty(), broken(timed, Status.DEADLINE_EXCEEDED));
    assertTrue(broken(Terms.USUAL, Status.DEADLINE_EXCEEDED).isPresent());
    assertEquals(Optional.empty(), broken(cancelled, Status.CANCELLED));
    assertTrue(broken(Terms.USUAL, Status.CANCELLED).isPresent());
  }

  @Test
  void broken_showsTheText_whenItIsOfTheInsides() {
    for (String text :
        List.of("java.lang.Oops", "NullPointerException", "at a.b.C(D.java:1)", "/home/x")) {
      assertEquals(
          Optional.of("shows its insides: " + text),
          broken(Terms.USUAL, Status.NOT_FOUND.withDescription(text)));
    }
  }

  @Test
  void documented_areTheCodesOfTheDocs() throws Exception {
    String errors = Files.readString(Path.of("../../docs/reference/errors.md"));
    Set<Status.Code> expected = EnumSet.of(Status.Code.OK);
    // A heading, or the start of a list item.
    Matcher code =
        Pattern.compile("^(?:## |- `)([A-Z_]+)(?:`|$)", Pattern.MULTILINE).matcher(errors);
    while (code.find()) {
      expected.add(Status.Code.valueOf(code.group(1)));
    }
    // Those of a fault, of another time, of a locked server, and of what a call brings upon itself.
    expected.removeAll(
        List.of(
            Status.Code.UNAUTHENTICATED,
            Status.Code.PERMISSION_DENIED,
            Status.Code.INTERNAL,
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.CANCELLED));

    assertEquals(expected, Promises.DOCUMENTED);
  }
}
