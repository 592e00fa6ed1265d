package io.autorec.server.page;

import io.autorec.server.repository.version.LoadedModel;

/** Names things for people. */
final class Words {
  private Words() {}

  /** A number of things: 1 rating, 2 ratings. */
  static String count(long number, String thing) {
    return Numbers.count(number) + " " + thing + (number == 1 ? "" : "s");
  }

  /** The name and version of a model. */
  static String version(LoadedModel model) {
    return model.name() + " " + model.version();
  }

  /** The kind of a model. */
  static String kind(LoadedModel model) {
    if (model.metadata().implicitFeedback()) {
      return "interactions";
    }
    String based = model.orientationLabel() + "-based";
    return model.metadata().isBiases() ? based + ", biases only" : based;
  }
}
