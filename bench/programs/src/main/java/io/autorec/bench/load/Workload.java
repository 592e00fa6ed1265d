package io.autorec.bench.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.autorec.inference.ModelInferRequest;
import io.autorec.inference.ModelInferRequest.InferInputTensor;
import io.autorec.inference.ModelInferRequest.InferRequestedOutputTensor;
import io.autorec.inference.ModelInferResponse;
import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.model.RowEncoding;
import io.autorec.v1.ModelRef;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictResponse;
import io.autorec.v1.RankBy;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Calls of one kind, ready to send.
 *
 * @param methods the methods called
 * @param requests at least one; sent in turn, over and over
 * @param whole true for an answer that has what was asked for
 * @param ratings the ratings in an answer, in its order
 * @param items the ids of the items in an answer, in its order; empty where it names none
 */
public record Workload<Q extends MessageLite, A extends MessageLite>(
    Methods<Q, A, ?> methods,
    List<Q> requests,
    Predicate<A> whole,
    Function<A, List<Float>> ratings,
    Function<A, List<String>> items) {
  /** The reason for which an incomplete answer counts as failed. */
  static final String NOT_WHOLE = "an answer lacks what was asked for";

  private static final int REQUESTS = 500;

  /** Copies the requests. */
  public Workload {
    requests = List.copyOf(requests);
  }

  /**
   * Draws the rows that calls of a kind are about.
   *
   * @param maxRatings most ratings of a row
   */
  public static List<RatedRow> rows(Kind kind, ModelVersion model, int maxRatings)
      throws BenchException {
    boolean itemBased = model.metadata().orientation() == Orientation.ITEM;
    if (kind == Kind.RECOMMEND_RATINGS && itemBased && !model.fits()) {
      throw new BenchException(
          "kind: recommend-ratings of the item-based model \""
              + model.name()
              + "\", which has no "
              + ModelFormat.FOLD_IN_FILE
              + " (expected: recommend-user or predict, or a model with a linear output)");
    }
    if (kind == Kind.RECOMMEND_CHOICE && !model.ranksByChoice()) {
      throw new BenchException(
          "kind: recommend-choice of the model \"%s\", which has no %s (expected: recommend-ratings)"
              .formatted(model.name(), ModelFormat.RANKING_FILE));
    }
    RowDraw draw =
        !kind.lists() && itemBased
            ? RowDraw.ofItems(model.history().training(), model.metadata().items().size())
            : RowDraw.ofUsers(model.history().training());
    // A known user's row is not sent: the server reads the whole of it from its own file.
    return draw.draw(REQUESTS, kind == Kind.RECOMMEND_USER ? Integer.MAX_VALUE : maxRatings);
  }

  /** Makes the calls for some rows. */
  public static Workload<?, ?> of(Kind kind, ModelVersion model, List<RatedRow> rows) {
    ModelRef ref = ModelRef.newBuilder().setName(model.name()).build();
    return switch (kind) {
      case RECOMMEND_RATINGS ->
          recommend(rows.stream().map(row -> ofRatings(ref, row, model).build()).toList());
      case RECOMMEND_CHOICE ->
          recommend(
              rows.stream()
                  .map(
                      row ->
                          ofRatings(ref, row, model)
                              .setRankBy(RankBy.RANK_BY_CHOICE)
                              .setOmitPredictedRatings(true)
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
      case INFER -> infer(model.name(), model.metadata().width(), rows);
    };
  }

  /**
   * Reads calls of any method, as {@link #write} writes them. Any answer with content is whole.
   *
   * @throws BenchException if there is none, or the file ends within one
   */
  public static Workload<Empty, Empty> read(Path file, String method)
      throws IOException, BenchException {
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
        Methods.named(method),
        requests,
        answer -> answer.getSerializedSize() > 0,
        answer -> List.of(),
        answer -> List.of());
  }

  /** The request of a number, modulo their number. */
  Q request(long number) {
    return requests.get((int) (number % requests.size()));
  }

  /**
   * The distance of two answers to one request: the greatest difference of ratings in the same
   * place, infinite where one has more of them, or one that is no number.
   */
  public double difference(A one, A other) {
    List<Float> some = ratings.apply(one);
    List<Float> others = ratings.apply(other);
    if (some.size() != others.size()) {
      return Double.POSITIVE_INFINITY;
    }
    double greatest = 0;
    for (int i = 0; i < some.size(); i++) {
      double apart = Math.abs((double) some.get(i) - others.get(i));
      greatest = Math.max(greatest, Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart);
    }
    return greatest;
  }

  /** Writes the requests, each after its length in bytes as a varint: what ghz reads. */
  public void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (Q request : requests) {
        request.writeDelimitedTo(out);
      }
    }
  }

  private static RecommendRequest.Builder ofRatings(
      ModelRef model, RatedRow row, ModelVersion version) {
    return RecommendRequest.newBuilder()
        .setModel(model)
        .setRatings(sparse(row, version.metadata().items()));
  }

  private static Workload<RecommendRequest, RecommendResponse> recommend(
      List<RecommendRequest> requests) {
    return new Workload<>(
        Methods.RECOMMEND,
        requests,
        answer -> answer.getRecommendationsCount() > 0,
        answer -> parts(answer, Recommendation::getPredictedRating),
        answer -> parts(answer, Recommendation::getItemId));
  }

  private static Workload<PredictRequest, PredictResponse> predict(
      int width, List<PredictRequest> requests) {
    return new Workload<>(
        Methods.PREDICT,
        requests,
        answer ->
            answer.getPredictionsCount() == 1 && answer.getPredictions(0).getValuesCount() == width,
        answer -> answer.getPredictions(0).getValuesList(),
        answer -> List.of());
  }

  private static Workload<ModelInferRequest, ModelInferResponse> infer(
      String model, int width, List<RatedRow> rows) {
    return new Workload<>(
        Methods.INFER,
        rows.stream().map(row -> infer(model, width, row)).toList(),
        answer ->
            answer.getRawOutputContentsCount() == 1
                && answer.getRawOutputContents(0).size() == width * Float.BYTES,
        answer -> floats(answer.getRawOutputContents(0)),
        answer -> List.of());
  }

  private static ModelInferRequest infer(String model, int width, RatedRow row) {
    ByteBuffer raw = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer ratings = raw.asFloatBuffer();
    RowEncoding.clear(ratings);
    for (int i = 0; i < row.columns().length; i++) {
      RowEncoding.observe(ratings, 0, width, row.columns()[i], row.ratings()[i]);
    }
    return ModelInferRequest.newBuilder()
        .setModelName(model)
        .addInputs(
            InferInputTensor.newBuilder()
                .setName(ModelFormat.RATINGS_INPUT)
                .setDatatype("FP32")
                .addShape(1)
                .addShape(width))
        .addOutputs(
            InferRequestedOutputTensor.newBuilder().setName(ModelFormat.RECONSTRUCTION_OUTPUT))
        .addRawInputContents(ByteString.copyFrom(raw))
        .build();
  }

  private static List<Float> floats(ByteString raw) {
    FloatBuffer floats = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    return Stream.generate(floats::get).limit(floats.remaining()).toList();
  }

  private static <T> List<T> parts(RecommendResponse answer, Function<Recommendation, T> part) {
    return answer.getRecommendationsList().stream().map(part).toList();
  }

  private static SparseRatings sparse(RatedRow row, IdVocabulary columns) {
    SparseRatings.Builder sparse = SparseRatings.newBuilder();
    for (int i = 0; i < row.columns().length; i++) {
      sparse.addRatings(
          Rating.newBuilder().setId(columns.id(row.columns()[i])).setRating(row.ratings()[i]));
    }
    return sparse.build();
  }
}
