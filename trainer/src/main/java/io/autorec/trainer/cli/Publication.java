package io.autorec.trainer.cli;

import com.google.protobuf.MessageLite;
import io.autorec.foldin.FoldIn;
import io.autorec.foldin.FoldInFile;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.Sha256;
import io.autorec.trainer.evaluation.BiasBaseline;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.export.OnnxExport;
import io.autorec.trainer.export.WeightType;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.publish.ExportGate;
import io.autorec.trainer.publish.FittedRise;
import io.autorec.trainer.publish.VersionFolder;
import io.autorec.trainer.report.HtmlReport;
import io.autorec.trainer.report.MetricsJson;
import io.autorec.trainer.report.RunReport;
import io.autorec.trainer.training.Trainer;
import io.autorec.trainer.training.TrainingResult;
import io.autorec.trainer.training.dense.DenseReconstructor;
import io.autorec.v1.Accuracy;
import io.autorec.v1.Manifest;
import io.autorec.v1.Quantization;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The end of a run: test, export, gate, report, and the version folder in its place. */
final class Publication {
  /** How much larger the validation RMSE of a quantized model may be. */
  private static final double LARGEST_RISE = 0.001;

  private final TrainingRun run;
  private final Trainer trainer;
  private final RatingMatrix training;
  private final RatingMatrix validation;
  private final RatingMatrix testRatings;
  private final WeightType quantize;
  private final RunReport.@Nullable Baselines baselines;
  private final TrainingResult result;
  private final TrainedModel model;
  private final OnnxExport export;
  // Of the model as it is published.
  private @Nullable Double validationRmse;
  private @Nullable PredictionError testError;
  private @Nullable Quantization quantization;
  private String ratingsDigest = "";

  /**
   * @param quantize how the weights are to be kept, if that costs little
   */
  Publication(TrainingRun run, Fitting fitting, Trainer trainer, WeightType quantize) {
    this.run = run;
    this.trainer = trainer;
    this.training = fitting.training();
    this.validation = fitting.validation();
    this.testRatings = fitting.test();
    this.quantize = quantize;
    this.result = trainer.result();
    this.model = result.model();
    this.export = new OnnxExport(run.orientation(), model, training);
    this.validationRmse = result.validationRmse();
    BiasBaseline bias = fitting.baseline();
    if (testRatings.size() == 0) {
      testError = null;
      baselines = null;
    } else {
      testError = PredictionError.of(trainer.reconstructor(model), training, testRatings);
      double mean =
          PredictionError.ofBaseline((row, column) -> bias.globalMean(), training, testRatings)
              .rmse();
      double biases = fitting.biasRmse(testRatings);
      baselines = new RunReport.Baselines(mean, biases);
    }
  }

  /** Publishes, and says where and how good. */
  void publish(Path out, OptionalInt version, PrintWriter console) throws IOException {
    Path published;
    try (VersionFolder folder = new VersionFolder(out, version)) {
      byte[] ratings = run.split().history(run.table()).toBytes();
      Files.write(folder.file(ModelFormat.RATINGS_FILE), ratings);
      ratingsDigest = Sha256.hex(ratings);
      write(folder, WeightType.FLOAT32);
      // One after the other: together they take twice the memory.
      float[] expected;
      try (DenseReconstructor trained = new DenseReconstructor(model, ExportGate.SAMPLED)) {
        expected = ExportGate.sample(trained, training);
      }
      try (OnnxModel exported = OnnxModel.open(folder.path())) {
        double difference = ExportGate.check(expected, exported, training);
        console.printf("export: ONNX Runtime and PyTorch differ by %.1e at most%n", difference);
      }
      if (quantize == WeightType.INT8) {
        quantize(folder, console);
      }
      Map<String, String> settings = new LinkedHashMap<>(run.settings());
      settings.put("weights", quantization == null ? "float32" : quantization.getWeights());
      RunReport report =
          new RunReport(
              "AutoRec, " + run.orientation() + "-based, on " + run.file().fileName(),
              settings,
              run.data(),
              trainer.epochs(),
              result.epoch(),
              testError,
              baselines);
      Files.writeString(folder.file(ModelFormat.METRICS_FILE), MetricsJson.of(report));
      Files.writeString(folder.file(ModelFormat.REPORT_FILE), HtmlReport.of(report));
      published = folder.publish();
    } catch (ModelFormatException e) {
      throw new IllegalStateException("wrote a model that cannot be read: " + e.getMessage(), e);
    }
    summarise(console, published);
  }

  /** Writes the graphs with 8-bit weights in the place of the others, if that costs little. */
  private void quantize(VersionFolder folder, PrintWriter console)
      throws IOException, ModelFormatException {
    if (validationRmse == null) {
      console.println("int8: no validation rating to check it on: the float32 model is published");
      return;
    }
    double before = validationRmse;
    write(folder, WeightType.INT8);
    double after;
    PredictionError test = null;
    try (OnnxModel exported = OnnxModel.open(folder.path())) {
      after = PredictionError.of(exported, training, validation).rmse();
      if (run.orientation() == Orientation.ITEM) {
        float[] byUsers = exported.predictByUsers(validation);
        after = Math.max(after, PredictionError.of(byUsers, training, validation).rmse());
      }
      Optional<FoldIn> foldIn = export.foldIn();
      if (foldIn.isPresent()) {
        after = Math.max(after, before + fittedRise(foldIn.get(), exported));
      }
      if (testRatings.size() > 0) {
        test = PredictionError.of(exported, training, testRatings);
      }
    }
    boolean kept = after - before <= LARGEST_RISE;
    console.printf(
        "int8: validation RMSE %.5f, %.5f with float32 (at most %.3f more to be published): %s%n",
        after, before, LARGEST_RISE, kept ? "published" : "the float32 model is published instead");
    if (kept) {
      quantization =
          Quantization.newBuilder()
              .setWeights("int8")
              .setValidationRmseRise(after - before)
              .build();
      validationRmse = after;
      testError = test;
    }
    // Again, now that its accuracy is known.
    write(folder, kept ? WeightType.INT8 : WeightType.FLOAT32);
  }

  private double fittedRise(FoldIn foldIn, OnnxModel exported) {
    Orientation columns = run.orientation().other();
    return FittedRise.of(
        foldIn,
        exported,
        RatingMatrix.of(run.table(), run.split().training(), columns),
        RatingMatrix.of(run.table(), run.split().validation(), columns));
  }

  private void write(VersionFolder folder, WeightType weights)
      throws IOException, ModelFormatException {
    OnnxExport ofWeights = export.with(weights);
    Map<String, String> digests = new TreeMap<>();
    if (run.orientation() == Orientation.ITEM) {
      write(folder, digests, ModelFormat.USER_SCORES_FILE, ofWeights.userScores());
    }
    Optional<FoldIn> foldIn = ofWeights.foldIn();
    if (foldIn.isPresent()) {
      write(folder, digests, ModelFormat.FOLD_IN_FILE, FoldInFile.toMessage(foldIn.get()));
      MessageLite scores = ofWeights.foldInScores(foldIn.get());
      write(folder, digests, ModelFormat.FOLD_IN_SCORES_FILE, scores);
    }
    digests.put(ModelFormat.RATINGS_FILE, ratingsDigest);
    ModelMetadata metadata =
        ModelMetadata.of(manifest(digests), run.table().users(), run.table().items());
    // The one file that no digest is kept of.
    write(
        folder, new TreeMap<>(), ModelFormat.MODEL_FILE, ofWeights.model(metadata.toProperties()));
  }

  private static void write(
      VersionFolder folder, Map<String, String> digests, String name, MessageLite content)
      throws IOException {
    MessageDigest digest = Sha256.newDigest();
    try (OutputStream out =
        new DigestOutputStream(
            new BufferedOutputStream(Files.newOutputStream(folder.file(name))), digest)) {
      content.writeTo(out);
    }
    digests.put(name, HexFormat.of().formatHex(digest.digest()));
  }

  private void summarise(PrintWriter console, Path published) {
    if (validationRmse != null && run.hyper().allNetworks() > 1) {
      console.printf("validation RMSE of the mean of all networks %.4f%n", validationRmse);
    }
    if (testError != null && baselines != null) {
      console.printf(
          "test RMSE %.4f, MAE %.4f on %d hidden ratings (%d cold)%n",
          testError.rmse(), testError.mae(), testError.ratings(), testError.coldRatings());
      console.printf(
          "baselines on the same ratings: user+item bias %.4f, global mean %.4f%n",
          baselines.bias(), baselines.globalMean());
    }
    if (export.foldIn().isEmpty()) {
      console.println(
          "no fold-in for new "
              + (run.orientation() == Orientation.ITEM ? "users" : "items")
              + ": it takes a linear output, and codes of a gibibyte at most");
    }
    if (result.epoch() == 0) {
      console.println(
          "what was trained is not clearly better than the user and item biases on the validation ratings: the model is"
              + " these biases");
    }
    console.println(
        "published "
            + published
            + " (epoch "
            + result.epoch()
            + "); see "
            + published.resolve(ModelFormat.REPORT_FILE));
  }

  private Manifest manifest(Map<String, String> digests) {
    Accuracy.Builder accuracy = Accuracy.newBuilder();
    if (validationRmse != null) {
      accuracy.setValidationRmse(validationRmse);
    }
    if (testError != null && baselines != null) {
      accuracy
          .setTestRmse(testError.rmse())
          .setTestMae(testError.mae())
          .setColdTestRatings(testError.coldRatings())
          .setGlobalMeanTestRmse(baselines.globalMean())
          .setBiasTestRmse(baselines.bias());
    }
    return RunManifest.of(run, result, accuracy.build(), quantization, digests);
  }
}
