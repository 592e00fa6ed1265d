package io.autorec.server.request;

import io.autorec.inference.RepositoryModelLoadRequest;
import io.autorec.inference.RepositoryModelUnloadRequest;
import io.autorec.server.repository.ModelAdmin;
import io.autorec.v1.LoadModelRequest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.SetLabelRequest;
import io.autorec.v1.UnloadModelRequest;
import java.util.List;

/**
 * A request to change what is served.
 *
 * @param change what to do
 * @param model the model or version to change
 * @param label the label to set; "" in other changes
 * @param violations what is wrong: only the first thing
 */
public record ChangeRequest(
    Change change, ModelChoice model, String label, List<Violation> violations) {
  /** The changes. */
  public enum Change {
    /** Serve a version. */
    LOAD,
    /** Stop serving a version or a whole model. */
    UNLOAD,
    /** Point a label to a version. */
    LABEL
  }

  public ChangeRequest {
    violations = List.copyOf(violations);
  }

  /** Reads a LoadModel. */
  public static ChangeRequest of(LoadModelRequest message) {
    return of(Change.LOAD, message.getModel(), "");
  }

  /** Reads an UnloadModel. */
  public static ChangeRequest of(UnloadModelRequest message) {
    return of(Change.UNLOAD, message.getModel(), "");
  }

  /** Reads a SetLabel. */
  public static ChangeRequest of(SetLabelRequest message) {
    return of(Change.LABEL, message.getModel(), message.getLabel());
  }

  /** Reads a RepositoryModelLoad: a load of the whole model, as its folder says. */
  public static ChangeRequest of(RepositoryModelLoadRequest message) {
    return ofRepository(
        Change.LOAD,
        message.getModelName(),
        message.getParametersCount() == 0
            ? List.of()
            : List.of(
                new Violation(
                    "parameters",
                    message.getParametersCount()
                        + " (expected: none, since a model comes as its folder says)")));
  }

  /** Reads a RepositoryModelUnload: an unload of the whole model. */
  public static ChangeRequest of(RepositoryModelUnloadRequest message) {
    return ofRepository(Change.UNLOAD, message.getModelName(), List.of());
  }

  private static ChangeRequest ofRepository(
      Change change, String name, List<Violation> violations) {
    ModelChoice model = ModelChoice.of(ModelRef.newBuilder().setName(name).build());
    return new ChangeRequest(
        change,
        model,
        "",
        name.isEmpty()
            ? List.of(new Violation("model_name", "none (expected: the name of a model)"))
            : violations);
  }

  private static ChangeRequest of(Change change, ModelRef ref, String label) {
    ModelChoice model = ModelChoice.of(ref);
    return new ChangeRequest(change, model, label, violations(change, model, label));
  }

  private static List<Violation> violations(Change change, ModelChoice model, String label) {
    if (!model.violations().isEmpty()) {
      return model.violations();
    }
    if (!model.ref().getLabel().isEmpty()) {
      return List.of(new Violation("model.label", "expected: a version, by its number"));
    }
    if (change == Change.UNLOAD && model.ref().getName().isEmpty()) {
      return List.of(new Violation("model.name", "none (expected: what is to be taken away)"));
    }
    if (change == Change.LABEL && !ModelAdmin.isLabel(label)) {
      return List.of(
          new Violation(
              "label", "expected: up to 63 small letters, digits, - and _, a letter first"));
    }
    return List.of();
  }
}
