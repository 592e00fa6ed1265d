package io.autorec.server.request;

import io.autorec.v1.ModelRef;
import java.util.List;

/**
 * The model version that a request names.
 *
 * @param ref the model, with a version or a label
 * @param ofPage true if a page token chose the version
 * @param violations what is wrong with it
 */
public record ModelChoice(ModelRef ref, boolean ofPage, List<Violation> violations) {
  public ModelChoice {
    violations = List.copyOf(violations);
  }

  /** Reads the name in a request. */
  public static ModelChoice of(ModelRef ref) {
    return new ModelChoice(ref, false, violations(ref));
  }

  /** The version that the next page continues with, wherever labels point now. */
  static ModelChoice ofPage(String model, long version) {
    return new ModelChoice(
        ModelRef.newBuilder().setName(model).setVersion(version).build(), true, List.of());
  }

  private static List<Violation> violations(ModelRef ref) {
    if (ref.getVersion() < 0) {
      return List.of(
          new Violation(
              "model.version", ref.getVersion() + " (expected: 0 or a version that is loaded)"));
    }
    return ref.getVersion() != 0 && !ref.getLabel().isEmpty()
        ? List.of(new Violation("model.label", "beside a version (expected: one of them)"))
        : List.of();
  }

  /** The choice in words, as messages show it. */
  public String describe() {
    return (ref.getName().isEmpty() ? "default model" : "model \"" + ref.getName() + "\"")
        + (ref.getVersion() == 0 ? "" : " version " + ref.getVersion())
        + (ref.getLabel().isEmpty() ? "" : " label \"" + ref.getLabel() + "\"");
  }
}
