package io.autorec.trainer.cli;

import io.autorec.model.Orientation;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.TrainingDevice;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one run trains on, and how: what is printed first and recorded last. */
record TrainingRun(
    RatingsFile file,
    RatingTable table,
    RatingSplit split,
    Orientation orientation,
    HyperParameters hyper,
    double testRatio,
    double validationRatio,
    TrainingDevice device) {

  Map<String, String> data() {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("file", file.fileName());
    data.put("sha256", file.sha256());
    data.put("users", Integer.toString(table.users().size()));
    data.put("items", Integer.toString(table.items().size()));
    data.put("ratings", Integer.toString(table.size()));
    data.put("repeated pairs", Long.toString(file.repeatedPairs()));
    data.put("skipped rows", Long.toString(file.skippedRows()));
    data.put("training ratings", Integer.toString(split.training().length));
    data.put("validation ratings", Integer.toString(split.validation().length));
    data.put("test ratings", Integer.toString(split.test().length));
    return data;
  }

  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("orientation", orientation.label());
    settings.put("ksize", Integer.toString(hyper.hiddenUnits()));
    settings.put("hidden-activation", hyper.hiddenActivation().toString());
    settings.put("output-activation", hyper.outputActivation().toString());
    settings.put("centering", hyper.centering().toString());
    settings.put("mask-encoder", Boolean.toString(hyper.maskEncoder()));
    settings.put("input-exponent", Double.toString(hyper.inputExponent()));
    settings.put("lr", Double.toString(hyper.learningRate()));
    settings.put("wd", Double.toString(hyper.weightDecay()));
    settings.put("batch", Integer.toString(hyper.batchSize()));
    settings.put("epochs", Integer.toString(hyper.epochs()));
    settings.put("patience", Integer.toString(hyper.patience()));
    settings.put("networks", Integer.toString(hyper.networks()));
    settings.put("residual-share", Double.toString(hyper.residualShare()));
    settings.put("seed", Long.toString(hyper.seed()));
    settings.put("test-ratio", Double.toString(testRatio));
    settings.put("validation-ratio", Double.toString(validationRatio));
    settings.put("device", device.toString());
    return settings;
  }

  /** What must be the same for a stopped run to go on. */
  String fingerprint() {
    return file.sha256() + " " + table.size() + " " + settings();
  }

  void describe(PrintWriter console) {
    console.printf(
        "%s: %d ratings of %d items by %d users",
        file.fileName(), table.size(), table.items().size(), table.users().size());
    if (file.repeatedPairs() > 0) {
      console.printf("; %d repeated pairs, the latest taken", file.repeatedPairs());
    }
    if (file.skippedRows() > 0) {
      console.printf(
          "; %d bad %s skipped", file.skippedRows(), file.skippedRows() == 1 ? "row" : "rows");
    }
    console.println();
    console.printf(
        "%s-based, %d to train on, %d to validate, %d to test; on %s%n",
        orientation,
        split.training().length,
        split.validation().length,
        split.test().length,
        device.description());
    console.printf(
        "%sk=%d, lambda=%.1f, centering %s, batch %d, lr %s%n",
        networks(hyper),
        hyper.hiddenUnits(),
        hyper.weightDecay(),
        hyper.centering(),
        hyper.batchSize(),
        hyper.learningRate());
    if (hyper.residualShare() > 0) {
      HyperParameters residual = hyper.residual();
      console.printf(
          "then %sk=%d, lambda=%.1f, centering %s, for a share of %s in the prediction%n",
          networks(residual),
          residual.hiddenUnits(),
          residual.weightDecay(),
          residual.centering(),
          hyper.residualShare());
    }
    console.flush();
  }

  private static String networks(HyperParameters hyper) {
    return hyper.networks() == 1 ? "" : hyper.networks() + " networks of ";
  }
}
