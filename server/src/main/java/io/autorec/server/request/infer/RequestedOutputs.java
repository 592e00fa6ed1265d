package io.autorec.server.request.infer;

import io.autorec.inference.ModelInferRequest.InferRequestedOutputTensor;
import io.autorec.server.request.Violation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the outputs that a request asks for. */
final class RequestedOutputs {
  static final String SHARED_MEMORY = "shared_memory_region";

  private static final String CLASSIFICATION = "classification";

  private RequestedOutputs() {}

  /** Returns the outputs of a face that are asked for, in the order of the request. */
  static List<Output> of(
      List<InferRequestedOutputTensor> requested, Face face, List<Violation> violations) {
    if (requested.isEmpty()) {
      return Output.of(face);
    }
    if (requested.size() > Output.values().length) {
      violations.add(tooMany("outputs", requested.size(), Output.values()));
      return List.of();
    }
    int before = violations.size();
    Set<Output> asked = new LinkedHashSet<>();
    for (int i = 0; i < requested.size(); i++) {
      InferRequestedOutputTensor tensor = requested.get(i);
      String path = "outputs[" + i + "]";
      Output output = Output.of(tensor.getName()).orElse(null);
      if (output == null) {
        String what = "\"%s\" (expected: one of %s)";
        violations.add(
            new Violation(path + ".name", what.formatted(tensor.getName(), names(face))));
        continue;
      }
      if (!asked.add(output)) {
        violations.add(repeated(path, tensor.getName(), "output"));
      }
      if (tensor.containsParameters(SHARED_MEMORY)) {
        violations.add(sharedMemory(path));
      }
      if (tensor.containsParameters(CLASSIFICATION)) {
        violations.add(
            new Violation(
                path + ".parameters." + CLASSIFICATION, "is given (expected: no classification)"));
      }
    }
    List<Output> given = asked.stream().filter(output -> output.face() == face).toList();
    if (given.isEmpty() && violations.size() == before) {
      violations.add(
          new Violation(
              "outputs", "none that these inputs give (expected: one of " + names(face) + ")"));
    }
    return given;
  }

  private static List<String> names(Face face) {
    return Output.of(face).stream().map(Output::tensor).toList();
  }

  static Violation tooMany(String path, int count, Object[] all) {
    return new Violation(path, count + " (expected: at most " + all.length + ")");
  }

  static Violation repeated(String path, String name, String what) {
    return new Violation(path + ".name", "\"" + name + "\" (expected: each " + what + " once)");
  }

  static Violation sharedMemory(String path) {
    return new Violation(
        path + ".parameters." + SHARED_MEMORY, "is given (expected: contents in the message)");
  }
}
