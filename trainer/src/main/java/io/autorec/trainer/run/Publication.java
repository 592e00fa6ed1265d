package io.autorec.trainer.run;

import io.autorec.foldin.FoldIn;
import io.autorec.foldin.FoldInFile;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingHistory;
import io.autorec.model.Sha256;
import io.autorec.ranking.RankingHeadFile;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.export.OnnxExport;
import io.autorec.trainer.export.OnnxGraph;
import io.autorec.trainer.export.WeightType;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.publish.ExportGate;
import io.autorec.trainer.publish.GraphFiles;
import io.autorec.trainer.publish.QuantizedError;
import io.autorec.trainer.publish.TritonConfig;
import io.autorec.trainer.publish.VersionFolder;
import io.autorec.trainer.report.ReportFiles;
import io.autorec.trainer.report.RunReport;
import io.autorec.trainer.training.Trainer;
import io.autorec.trainer.training.TrainingResult;
import io.autorec.trainer.training.dense.DenseReconstructor;
import io.autorec.v1.Manifest;
import io.autorec.v1.Quantization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Publishes a trained model: measures, exports, checks and reports it, and moves it into place. */
final class Publication {
  /** The most that quantization may add to the validation RMSE. */
  private static final double LARGEST_RISE = 0.001;

  private final TrainingPlan plan;
  // Of the model as it is now.
  private PreparedData data;
  private final Trainer trainer;
  private final WeightType weights;
  private final int threads;
  private final RunListener listener;
  private RunReport.@Nullable Baselines baselines;
  private final TrainingResult result;
  private TrainedModel model;
  private OnnxExport export;
  // Of the model as it is published.
  private @Nullable Double validationRmse;
  private @Nullable PredictionError testError;
  private @Nullable Quantization quantization;
  private RatingHistory history;
  private String ratingsDigest = "";
  private String rankingDigest = "";
  // Of the files beside the model file, by name.
  private final Map<String, String> digests = new TreeMap<>();
  private @Nullable FittedRanking ranking;

  /**
   * Measures what was trained.
   *
   * @param trainer the trainer, at the end of its run
   * @param weights the type of the published weights, if it costs little accuracy
   * @param threads the number of threads that fit the ranking head
   */
  Publication(
      TrainingPlan plan, Trainer trainer, WeightType weights, int threads, RunListener listener) {
    this.plan = plan;
    this.data = plan.prepared();
    this.trainer = trainer;
    this.weights = weights;
    this.threads = threads;
    this.listener = listener;
    this.result = trainer.result();
    this.model = result.model();
    this.export = new OnnxExport(plan.orientation(), model, data.training());
    this.history = plan.history();
    this.validationRmse = result.validationRmse();
    measure();
  }

  private void measure() {
    RatingMatrix test = data.test();
    if (test.size() > 0) {
      testError = PredictionError.of(trainer.reconstructor(model), data.training(), test);
      baselines = data.baselines(test);
    }
  }

  /** Writes the version; it appears whole or not at all. */
  RunOutcome.Published publish(OutputFolder output) throws IOException {
    try (VersionFolder folder = new VersionFolder(output.model(), output.version())) {
      writeRatings(folder);
      write(folder, WeightType.FLOAT32);
      check(folder);
      if (weights == WeightType.INT8) {
        quantize(folder);
      }
      if (plan.hyper().trainsOnValidation()) {
        trainOn(folder);
      } else if (weights != WeightType.INT8) {
        // Again, now that the ranking head is known.
        writeModel(folder, export.model());
      }
      Files.writeString(folder.file(ModelFormat.RECIPE_FILE), plan.recipe(result.hyper()));
      RunReport report = report(output.name());
      ReportFiles.write(folder.path(), report);
      TritonConfig.writeOnce(output.model(), data.training().width());
      return new RunOutcome.Published(folder.publish(), result.hyper(), report);
    } catch (ModelFormatException e) {
      throw new IllegalStateException("wrote a model that cannot be read: " + e.getMessage(), e);
    }
  }

  private void writeRatings(VersionFolder folder) throws IOException {
    byte[] ratings = history.toBytes();
    Files.write(folder.file(ModelFormat.RATINGS_FILE), ratings);
    ratingsDigest = Sha256.hex(ratings);
  }

  /** Some rows of the trained model, by PyTorch. */
  private float[] expected() {
    return ExportGate.sample(new DenseReconstructor(model), data.training());
  }

  /** Compares the exported graphs with PyTorch on the same rows, and fits the ranking head. */
  private void check(VersionFolder folder) throws IOException, ModelFormatException {
    // One after the other: together they take twice the memory.
    float[] expected = expected();
    try (OnnxModel exported = OnnxModel.open(folder.path())) {
      listener.onExportChecked(ExportGate.check(expected, exported, data.training()));
      exported.keepKnownUsers();
      FittedRanking fitted =
          FittedRanking.of(
              plan,
              history,
              export.itemCodes(),
              exported.knownUsers(history.training()),
              threads,
              () -> false,
              listener);
      listener.onHeadFitted(fitted.head());
      rankingDigest =
          folder.write(
              ModelFormat.RANKING_FILE, RankingHeadFile.toMessage(fitted.head().head())::writeTo);
      digests.put(ModelFormat.RANKING_FILE, rankingDigest);
      ranking = fitted;
    }
  }

  /**
   * Replaces the model by one that is trained on with the validation ratings. What they choose and
   * measure is of the model before; what the test ratings measure is of this one.
   */
  private void trainOn(VersionFolder folder) throws IOException, ModelFormatException {
    data = data.withValidation();
    model = trainer.trainOn(data.training(), data.transform());
    listener.onTrainedOn(data.validation().size());
    export = new OnnxExport(plan.orientation(), model, data.training());
    history = history.withValidation();
    measure();
    writeRatings(folder);
    write(folder, WeightType.FLOAT32);
    float[] expected = expected();
    try (OnnxModel exported = OnnxModel.open(folder.path())) {
      listener.onExportChecked(ExportGate.check(expected, exported, data.training()));
      exported.keepKnownUsers();
      if (ranking != null) {
        ranking = ranking.measured(plan, history, exported.knownUsers(history.training()));
      }
    }
    if (quantization != null) {
      write(folder, WeightType.INT8);
      testError = testErrorOf(folder);
    }
    // Again, now that its accuracy is known.
    write(folder, quantization == null ? WeightType.FLOAT32 : WeightType.INT8);
  }

  private @Nullable PredictionError testErrorOf(VersionFolder folder)
      throws IOException, ModelFormatException {
    if (data.test().size() == 0) {
      return null;
    }
    try (OnnxModel exported = OnnxModel.open(folder.path())) {
      return PredictionError.of(exported, data.training(), data.test());
    }
  }

  private RunReport report(String name) {
    Map<String, String> settings = new LinkedHashMap<>(plan.settings(result.hyper()));
    settings.put("weights", quantization == null ? "float32" : quantization.getWeights());
    return plan.report(name)
        .fitsNew(export.foldIn().isPresent())
        .settings(settings)
        .epochs(trainer.epochs())
        .trials(trainer.trials())
        .bestEpoch(result.epoch())
        .validationRmse(validationRmse)
        .validationBaselines(plan.prepared().baselines(plan.prepared().validation()))
        .test(testError)
        .baselines(baselines)
        .lists(ranking == null ? null : ranking.lists())
        .examples(ranking == null ? List.of() : ranking.examples())
        .build();
  }

  /** Replaces the graphs by graphs with 8-bit weights, if that costs little accuracy. */
  private void quantize(VersionFolder folder) throws IOException, ModelFormatException {
    if (validationRmse == null) {
      listener.onQuantizationUnchecked();
      return;
    }
    double before = validationRmse;
    write(folder, WeightType.INT8);
    double after;
    try (OnnxModel exported = OnnxModel.open(folder.path())) {
      after =
          QuantizedError.rmse(
              exported,
              plan.orientation(),
              export.foldIn(),
              data.training(),
              data.validation(),
              before);
    }
    boolean kept = after - before <= LARGEST_RISE;
    listener.onQuantized(after, before, LARGEST_RISE, kept);
    if (kept) {
      quantization =
          Quantization.newBuilder()
              .setWeights("int8")
              .setValidationRmseRise(after - before)
              .build();
      validationRmse = after;
      testError = testErrorOf(folder);
    }
    // Again, now that its accuracy is known.
    write(folder, kept ? WeightType.INT8 : WeightType.FLOAT32);
  }

  private void write(VersionFolder folder, WeightType type)
      throws IOException, ModelFormatException {
    OnnxExport ofWeights = export.with(type);
    GraphFiles graphs = new GraphFiles(folder, digests);
    digests.clear();
    if (plan.orientation() == Orientation.ITEM) {
      graphs.write(ModelFormat.USER_SCORES_FILE, ofWeights.userScores());
    }
    Optional<FoldIn> foldIn = ofWeights.foldIn();
    if (foldIn.isPresent()) {
      String name = ModelFormat.FOLD_IN_FILE;
      digests.put(name, folder.write(name, out -> FoldInFile.write(foldIn.get(), out)));
      graphs.write(ModelFormat.FOLD_IN_SCORES_FILE, ofWeights.foldInScores(foldIn.get()));
    }
    digests.put(ModelFormat.RATINGS_FILE, ratingsDigest);
    if (ranking != null) {
      digests.put(ModelFormat.RANKING_FILE, rankingDigest);
    }
    OnnxGraph graph = ofWeights.model();
    graphs.writeWeights(ModelFormat.MODEL_FILE, graph);
    writeModel(folder, graph);
  }

  private void writeModel(VersionFolder folder, OnnxGraph graph)
      throws IOException, ModelFormatException {
    ModelMetadata metadata =
        ModelMetadata.of(manifest(), plan.table().users(), plan.table().items());
    // The one file that no digest is kept of.
    new GraphFiles(folder, digests)
        .writeGraph(ModelFormat.MODEL_FILE, graph.with(metadata.toProperties()));
  }

  private Manifest manifest() {
    return RunManifest.of(
        plan,
        result,
        RunManifest.accuracy(validationRmse, testError, baselines),
        quantization,
        ranking == null ? null : ranking.toProto(),
        digests);
  }
}
