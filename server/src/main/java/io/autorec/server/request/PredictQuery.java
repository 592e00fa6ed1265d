package io.autorec.server.request;

import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingScale;
import io.autorec.v1.Orientation;
import io.autorec.v1.OutputEncoding;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.RatingVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Predict request that was read.
 *
 * @param rows a row for each vector
 * @param fitted true if each row is a new column of the model, to be fitted
 * @param answerIds the ids that an answer may have values for
 * @param columns the ids that are asked for, if not all
 * @param asBytes true if the answer holds bytes, false for floats
 * @param clipped true if predictions are clipped to the scale
 */
public record PredictQuery(
    List<InputRow> rows,
    boolean fitted,
    IdVocabulary answerIds,
    Optional<IdSelection> columns,
    boolean asBytes,
    boolean clipped)
    implements Query {
  public PredictQuery {
    rows = List.copyOf(rows);
  }

  /** Asks for all predictions of rows of the model, as its graph gives them. */
  public static PredictQuery unclipped(List<InputRow> rows, ModelMetadata model) {
    return new PredictQuery(rows, false, model.columns(), Optional.empty(), false, false);
  }

  /** Returns the reader of a request. */
  public static Reader<PredictQuery> reader(PredictRequest message) {
    return (answering, model, limits, violations) -> read(message, model, limits, violations);
  }

  private static PredictQuery read(
      PredictRequest request, ModelMetadata model, Limits limits, List<Violation> violations) {
    boolean fitted = isFitted(request, model);
    IdVocabulary ids = fitted ? model.rows() : model.columns();
    if (request.getOrientation() == Orientation.UNRECOGNIZED) {
      violations.add(
          new Violation(
              "orientation",
              request.getOrientationValue() + " (expected: a value of Orientation)"));
    }
    int count = request.getVectorsCount();
    List<InputRow> rows = new ArrayList<>(count);
    if (count == 0 || count > limits.maxVectors()) {
      violations.add(
          new Violation("vectors", count + " (expected: 1 to " + limits.maxVectors() + ")"));
    } else {
      for (int i = 0; i < count; i++) {
        row("vectors[" + i + "]", request.getVectors(i), ids, model.scale(), violations)
            .ifPresent(rows::add);
      }
    }
    IdSelection chosen = IdSelection.distinct("ids", request.getIdsList(), ids, violations);
    if (request.getOutputEncoding() == OutputEncoding.UNRECOGNIZED) {
      violations.add(
          new Violation(
              "output_encoding",
              request.getOutputEncodingValue() + " (expected: a value of OutputEncoding)"));
    }
    return new PredictQuery(
        rows,
        fitted,
        ids,
        request.getIdsCount() == 0 ? Optional.empty() : Optional.of(chosen),
        request.getOutputEncoding() == OutputEncoding.OUTPUT_ENCODING_BYTES,
        true);
  }

  @Override
  public int unknownIds() {
    int unknown = columns.map(chosen -> chosen.unknownIds().size()).orElse(0);
    for (InputRow row : rows) {
      unknown += row.unknownIds().size();
    }
    return unknown;
  }

  /** Returns true if the vectors are columns of the model, not rows. */
  private static boolean isFitted(PredictRequest request, ModelMetadata model) {
    return request.getOrientation() != Orientation.ORIENTATION_UNSPECIFIED
        && request.getOrientation() != Orientation.UNRECOGNIZED
        && request.getOrientation() != model.orientation().toProto();
  }

  private static Optional<InputRow> row(
      String field,
      RatingVector vector,
      IdVocabulary ids,
      RatingScale scale,
      List<Violation> violations) {
    return switch (vector.getEncodingCase()) {
      case SPARSE ->
          Optional.of(
              SparseRow.read(field + ".sparse", vector.getSparse(), ids, scale, violations));
      case DENSE ->
          Optional.of(
              DenseRow.read(field + ".dense", vector.getDense(), ids.size(), scale, violations));
      case DENSE_BYTES ->
          Optional.of(
              DenseRow.read(
                  field + ".dense_bytes", vector.getDenseBytes(), ids.size(), scale, violations));
      case ENCODING_NOT_SET -> {
        violations.add(
            new Violation(field, "no encoding (expected: sparse, dense or dense_bytes)"));
        yield Optional.empty();
      }
    };
  }

  @Override
  public int rowCount() {
    return rows.size();
  }
}
