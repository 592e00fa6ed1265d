package io.autorec.server.request.infer;

import io.autorec.model.policy.PolicyFile;
import io.autorec.server.request.ModelChoice;
import io.autorec.server.request.Violation;
import io.autorec.v1.ModelRef;
import java.util.List;

/** Reads the names of versions: a number, a label, or nothing for the default. */
public final class VersionName {
  private VersionName() {}

  /**
   * Reads the version that a request names.
   *
   * @param field path of the version in the request
   */
  public static ModelChoice choice(String model, String field, String version) {
    ModelRef.Builder ref = ModelRef.newBuilder().setName(model);
    if (version.matches("[1-9][0-9]{0,17}")) {
      ref.setVersion(Long.parseLong(version));
    } else if (PolicyFile.isLabel(version)) {
      ref.setLabel(version);
    } else if (!version.isEmpty()) {
      String what = "\"" + version + "\" (expected: a number from 1 on, a label, or nothing)";
      return new ModelChoice(ref.build(), false, List.of(new Violation(field, what)));
    }
    return new ModelChoice(ref.build(), false, List.of());
  }
}
