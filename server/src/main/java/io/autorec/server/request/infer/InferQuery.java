package io.autorec.server.request.infer;

import com.google.protobuf.ByteString;
import io.autorec.inference.ModelInferRequest;
import io.autorec.inference.ModelInferRequest.InferInputTensor;
import io.autorec.model.ModelMetadata;
import io.autorec.server.request.DenseRow;
import io.autorec.server.request.InputRow;
import io.autorec.server.request.Limits;
import io.autorec.server.request.ModelChoice;
import io.autorec.server.request.PredictQuery;
import io.autorec.server.request.Query;
import io.autorec.server.request.RecommendQueries;
import io.autorec.server.request.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ModelInfer request. Its inputs choose the face of the model, and one of the readers reads it:
 * {@link #rows} or {@link #users}.
 *
 * <p>Outputs of the other face may be asked for, and are left out: load generators ask for all that
 * a model has.
 */
public final class InferQuery {
  private final ModelInferRequest message;
  private final Face face;
  private final List<Output> outputs;
  private final Map<Input, InputTensor> inputs = new EnumMap<>(Input.class);
  // What is wrong whatever the model is.
  private final List<Violation> found = new ArrayList<>();

  private InferQuery(ModelInferRequest message) {
    this.message = message;
    this.face =
        message.getInputsList().stream()
                    .map(InferInputTensor::getName)
                    .noneMatch(Input.USER_ID.tensor()::equals)
                && message.getInputsList().stream()
                    .map(InferInputTensor::getName)
                    .anyMatch(Input.RATINGS.tensor()::equals)
            ? Face.ROWS
            : Face.USERS;
    findInputs();
    this.outputs = RequestedOutputs.of(message.getOutputsList(), face, found);
  }

  /** Reads all of a request that needs no model. */
  public static InferQuery of(ModelInferRequest message) {
    return new InferQuery(message);
  }

  /** The number of rows or users that a request asks for, by its shapes, which may be wrong. */
  public static int rowCount(ModelInferRequest message) {
    long most = 1;
    for (InferInputTensor input : message.getInputsList()) {
      most = Math.max(most, input.getShapeCount() == 0 ? 1 : input.getShape(0));
    }
    return (int) Math.min(most, Integer.MAX_VALUE / 2);
  }

  private void findInputs() {
    // A message has room for a great many.
    if (message.getInputsCount() > Input.values().length) {
      found.add(RequestedOutputs.tooMany("inputs", message.getInputsCount(), Input.values()));
      return;
    }
    boolean isRaw = isRaw();
    if (isRaw && message.getRawInputContentsCount() != message.getInputsCount()) {
      found.add(
          new Violation(
              "raw_input_contents",
              "%s (expected: %s, one for each input)"
                  .formatted(message.getRawInputContentsCount(), message.getInputsCount())));
      return;
    }
    for (int i = 0; i < message.getInputsCount(); i++) {
      InferInputTensor tensor = message.getInputs(i);
      String path = "inputs[" + i + "]";
      Input input = Input.of(tensor.getName()).orElse(null);
      if (input == null || input.face() != face) {
        found.add(new Violation(path + ".name", unexpected(tensor.getName(), input)));
        continue;
      }
      if (tensor.containsParameters(RequestedOutputs.SHARED_MEMORY)) {
        found.add(RequestedOutputs.sharedMemory(path));
      }
      if (isRaw && tensor.hasContents()) {
        found.add(
            new Violation(path + ".contents", "beside raw_input_contents (expected: one of them)"));
      }
      ByteString raw = isRaw ? message.getRawInputContents(i) : null;
      InputTensor given = new InputTensor(path, tensor, "raw_input_contents[" + i + "]", raw);
      if (inputs.put(input, given) != null) {
        found.add(RequestedOutputs.repeated(path, tensor.getName(), "input"));
      }
    }
    if (face == Face.USERS && !inputs.containsKey(Input.USER_ID)) {
      found.add(
          new Violation(
              "inputs",
              message.getInputsCount() == 0
                  ? "none (expected: ratings or user_id)"
                  : "no ratings and no user_id (expected: one of them)"));
    }
  }

  private static String unexpected(String name, @Nullable Input input) {
    return "\"%s\" (expected: %s)"
        .formatted(
            name,
            input == null
                ? "ratings, or user_id and top_n"
                : input.face() == Face.ROWS ? "not beside user_id" : "not beside ratings");
  }

  /** The version that is asked. */
  public ModelChoice model() {
    return VersionName.choice(message.getModelName(), "model_version", message.getModelVersion());
  }

  /** The face of the model that is asked. */
  public Face face() {
    return face;
  }

  /** The id of the request, which comes back in the answer. */
  public String id() {
    return message.getId();
  }

  /** Returns true if the contents are raw, as those of the answer are then, too. */
  public boolean isRaw() {
    return message.getRawInputContentsCount() > 0;
  }

  /** The outputs of the answer, in its order. */
  public List<Output> outputs() {
    return outputs;
  }

  /** Returns the reader of a request for {@link Face#ROWS}. */
  public Query.Reader<PredictQuery> rows() {
    return (answering, model, limits, violations) -> {
      violations.addAll(found);
      InputTensor ratings = inputs.get(Input.RATINGS);
      return PredictQuery.unclipped(
          ratings == null ? List.of() : rows(ratings, model, limits, violations), model);
    };
  }

  private static List<InputRow> rows(
      InputTensor ratings, ModelMetadata model, Limits limits, List<Violation> violations) {
    int width = model.width();
    List<InputRow> rows = new ArrayList<>();
    if (!ratings.is(Input.RATINGS.datatype(), violations)) {
      return rows;
    }
    int count = ratings.count(width, false, limits.maxVectors(), violations);
    int before = violations.size();
    if (count > 0) {
      InputTensor.FloatRows values = ratings.floats(count, width, violations);
      // A bad row ends it: each of its entries has a violation.
      for (int row = 0; row < count && violations.size() == before; row++) {
        String where = "row " + row + ", position ";
        rows.add(
            DenseRow.observed(
                ratings.contentsPath(), values.row(row), where, model.scale(), violations));
      }
    }
    return rows;
  }

  /** Returns the reader of a request for {@link Face#USERS}. */
  public Query.Reader<RecommendQueries> users() {
    return (answering, model, limits, violations) -> {
      violations.addAll(found);
      InputTensor users = inputs.get(Input.USER_ID);
      return new RecommendQueries(
          users == null
              ? List.of()
              : new UserLists(
                      users,
                      inputs.get(Input.TOP_N),
                      message.getParametersMap().get(UserLists.TOP_N),
                      limits,
                      violations)
                  .read(answering, model));
    };
  }
}
