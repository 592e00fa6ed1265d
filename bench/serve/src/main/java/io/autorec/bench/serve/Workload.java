package io.autorec.bench.serve;

import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.v1.ModelRef;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictResponse;
import io.autorec.v1.Rating;
import io.autorec.v1.RatingVector;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.Recommendation;
import io.autorec.v1.SparseRatings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Calls of one kind, ready to send.
 *
 * @param methods what is called
 * @param requests at least one; sent in turn, over and over
 * @param whole whether an answer has what was asked for
 * @param same whether two answers to one request tell the same, to {@value #TOLERANCE}: a product
 *     of one row adds up in another order than one of several
 */
record Workload<Q extends MessageLite, A extends MessageLite>(
    Methods<Q, A, ?> methods, List<Q> requests, Predicate<A> whole, BiPredicate<A, A> same) {
  /** Why an answer that lacks something counts as failed. */
  static final String NOT_WHOLE = "an answer lacks what was asked for";

  private static final double TOLERANCE = 1e-5;
  private static final int REQUESTS = 500;

  Workload {
    requests = List.copyOf(requests);
  }

  /**
   * Draws the rows that calls of a kind are about.
   *
   * @param maxRatings most ratings of a row
   */
  static List<Row> rows(Kind kind, ModelVersion model, int maxRatings) throws BenchException {
    boolean itemBased = model.metadata().orientation() == Orientation.ITEM;
    if (kind == Kind.RECOMMEND_RATINGS && itemBased && !model.fits()) {
      throw new BenchException(
          "kind: recommend-ratings of the item-based model \""
              + model.name()
              + "\", which has no "
              + ModelFormat.FOLD_IN_FILE
              + " (expected: recommend-user or predict, or a model with a linear output)");
    }
    RowDraw draw =
        kind == Kind.PREDICT && itemBased
            ? RowDraw.ofItems(model.history().training(), model.metadata().items().size())
            : RowDraw.ofUsers(model.history().training());
    // A known user's row is not sent: the server reads the whole of it from its own file.
    return draw.draw(REQUESTS, kind == Kind.RECOMMEND_USER ? Integer.MAX_VALUE : maxRatings);
  }

  /** The calls about some rows. */
  static Workload<?, ?> of(Kind kind, ModelVersion model, List<Row> rows) {
    ModelRef ref = ModelRef.newBuilder().setName(model.name()).build();
    return switch (kind) {
      case RECOMMEND_RATINGS ->
          recommend(
              rows.stream()
                  .map(
                      row ->
                          RecommendRequest.newBuilder()
                              .setModel(ref)
                              .setRatings(sparse(row, model.metadata().items()))
                              .build())
                  .toList());
      case RECOMMEND_USER ->
          recommend(
              rows.stream()
                  .map(
                      row ->
                          RecommendRequest.newBuilder()
                              .setModel(ref)
                              .setUserId(model.metadata().users().id(row.position()))
                              .build())
                  .toList());
      case PREDICT ->
          predict(
              model.metadata().width(),
              rows.stream()
                  .map(
                      row ->
                          PredictRequest.newBuilder()
                              .setModel(ref)
                              .addVectors(
                                  RatingVector.newBuilder()
                                      .setSparse(sparse(row, model.metadata().columns())))
                              .build())
                  .toList());
    };
  }

  /**
   * Reads calls of any method, as {@link #write} writes them. Any answer with content is whole.
   *
   * @throws BenchException if there is none, or the file ends within one
   */
  static Workload<Empty, Empty> read(Path file, String method) throws IOException, BenchException {
    List<Empty> requests = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (Empty next = Empty.parseDelimitedFrom(in);
          next != null;
          next = Empty.parseDelimitedFrom(in)) {
        requests.add(next);
      }
    } catch (InvalidProtocolBufferException e) {
      throw new BenchException(
          file + ": request " + (requests.size() + 1) + " is no message: " + e.getMessage());
    }
    if (requests.isEmpty()) {
      throw new BenchException(file + ": no request (expected: messages after their lengths)");
    }
    return new Workload<>(
        Methods.named(method), requests, answer -> answer.getSerializedSize() > 0, Empty::equals);
  }

  /** The request of a number, modulo their number. */
  Q request(long number) {
    return requests.get((int) (number % requests.size()));
  }

  /** Writes the requests, each after its length in bytes as a varint: what ghz reads. */
  void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (Q request : requests) {
        request.writeDelimitedTo(out);
      }
    }
  }

  private static Workload<RecommendRequest, RecommendResponse> recommend(
      List<RecommendRequest> requests) {
    return new Workload<>(
        Methods.RECOMMEND,
        requests,
        answer -> answer.getRecommendationsCount() > 0,
        (one, other) -> near(ratings(one), ratings(other)));
  }

  private static Workload<PredictRequest, PredictResponse> predict(
      int width, List<PredictRequest> requests) {
    return new Workload<>(
        Methods.PREDICT,
        requests,
        answer ->
            answer.getPredictionsCount() == 1 && answer.getPredictions(0).getValuesCount() == width,
        (one, other) ->
            near(one.getPredictions(0).getValuesList(), other.getPredictions(0).getValuesList()));
  }

  private static List<Float> ratings(RecommendResponse answer) {
    return answer.getRecommendationsList().stream()
        .map(Recommendation::getPredictedRating)
        .toList();
  }

  private static boolean near(List<Float> some, List<Float> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!(Math.abs(some.get(i) - others.get(i)) <= TOLERANCE)) {
        return false;
      }
    }
    return true;
  }

  private static SparseRatings sparse(Row row, IdVocabulary columns) {
    SparseRatings.Builder sparse = SparseRatings.newBuilder();
    for (int i = 0; i < row.columns().length; i++) {
      sparse.addRatings(
          Rating.newBuilder().setId(columns.id(row.columns()[i])).setRating(row.ratings()[i]));
    }
    return sparse.build();
  }
}
