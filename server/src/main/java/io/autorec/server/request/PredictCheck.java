package io.autorec.server.request;

import io.autorec.model.ModelMetadata;
import io.autorec.v1.OutputEncoding;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.RatingVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A checked Predict.
 *
 * @param rows one for each vector
 * @param columns the columns asked for, if not all
 * @param asBytes whether to answer in bytes
 */
public record PredictCheck(List<Row> rows, Optional<IdSelection> columns, boolean asBytes) {
  public PredictCheck {
    rows = List.copyOf(rows);
  }

  /** Checks a request; use the result only if no violation was added. */
  public static PredictCheck of(
      PredictRequest request, ModelMetadata model, Limits limits, List<Violation> violations) {
    int count = request.getVectorsCount();
    List<Row> rows = new ArrayList<>(count);
    if (count == 0 || count > limits.maxVectors()) {
      violations.add(
          new Violation("vectors", count + " (expected: 1 to " + limits.maxVectors() + ")"));
    } else {
      for (int i = 0; i < count; i++) {
        row("vectors[" + i + "]", request.getVectors(i), model, violations).ifPresent(rows::add);
      }
    }
    IdSelection ids =
        IdSelection.distinct("ids", request.getIdsList(), model.columns(), violations);
    if (request.getOutputEncoding() == OutputEncoding.UNRECOGNIZED) {
      violations.add(
          new Violation(
              "output_encoding",
              request.getOutputEncodingValue() + " (expected: a value of OutputEncoding)"));
    }
    return new PredictCheck(
        rows,
        request.getIdsCount() == 0 ? Optional.empty() : Optional.of(ids),
        request.getOutputEncoding() == OutputEncoding.OUTPUT_ENCODING_BYTES);
  }

  private static Optional<Row> row(
      String field, RatingVector vector, ModelMetadata model, List<Violation> violations) {
    return switch (vector.getEncodingCase()) {
      case SPARSE ->
          Optional.of(
              SparseRow.check(
                  field + ".sparse",
                  vector.getSparse(),
                  model.columns(),
                  model.scale(),
                  violations));
      case DENSE ->
          Optional.of(
              DenseRow.check(
                  field + ".dense", vector.getDense(), model.width(), model.scale(), violations));
      case DENSE_BYTES ->
          Optional.of(
              DenseRow.check(
                  field + ".dense_bytes",
                  vector.getDenseBytes(),
                  model.width(),
                  model.scale(),
                  violations));
      case ENCODING_NOT_SET -> {
        violations.add(
            new Violation(field, "no encoding (expected: sparse, dense or dense_bytes)"));
        yield Optional.empty();
      }
    };
  }
}
