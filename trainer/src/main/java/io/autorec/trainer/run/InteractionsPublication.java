package io.autorec.trainer.run;

import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingHistory;
import io.autorec.model.Sha256;
import io.autorec.ranking.RankingHeadFile;
import io.autorec.trainer.evaluation.Reconstructor;
import io.autorec.trainer.export.OnnxExport;
import io.autorec.trainer.inference.OnnxModel;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.network.TrainedNetwork;
import io.autorec.trainer.publish.ExportGate;
import io.autorec.trainer.publish.VersionFolder;
import io.autorec.trainer.report.ReportFiles;
import io.autorec.trainer.report.RunReport;
import io.autorec.v1.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Publishes a version that was trained on interactions: fits the ranking head, and puts beside it a
 * network without weights, whose file carries the metadata.
 */
final class InteractionsPublication {
  /** What the network answers for everything: the value of an interaction. */
  private static final float ANSWER = 1;

  private final TrainingPlan plan;
  private final int threads;
  private final RunListener listener;
  private final RatingHistory history;

  /**
   * @param threads the number of threads that fit the ranking head
   */
  InteractionsPublication(TrainingPlan plan, int threads, RunListener listener) {
    this.plan = plan;
    this.threads = threads;
    this.listener = listener;
    this.history = plan.history();
  }

  /**
   * Writes the version; it appears whole or not at all.
   *
   * @param stop asked between two items of the fit
   * @throws java.util.concurrent.CancellationException if it was stopped
   */
  RunOutcome.Published publish(OutputFolder output, BooleanSupplier stop) throws IOException {
    try (VersionFolder folder = new VersionFolder(output.model(), output.version())) {
      Map<String, String> digests = new TreeMap<>();
      byte[] interactions = history.toBytes();
      Files.write(folder.file(ModelFormat.RATINGS_FILE), interactions);
      digests.put(ModelFormat.RATINGS_FILE, Sha256.hex(interactions));
      FittedRanking ranking =
          FittedRanking.of(plan, history, Optional.empty(), null, threads, stop, listener);
      listener.onHeadFitted(ranking.head());
      digests.put(
          ModelFormat.RANKING_FILE,
          folder.write(
              ModelFormat.RANKING_FILE, RankingHeadFile.toMessage(ranking.head().head())::writeTo));
      writeModel(folder, ranking, digests);
      check(folder);
      RunReport report = report(output.name(), ranking);
      ReportFiles.write(folder.path(), report);
      return new RunOutcome.Published(folder.publish(), plan.hyper(), report);
    } catch (ModelFormatException e) {
      throw new IllegalStateException("wrote a model that cannot be read: " + e.getMessage(), e);
    }
  }

  private void writeModel(VersionFolder folder, FittedRanking ranking, Map<String, String> digests)
      throws IOException, ModelFormatException {
    TrainedModel model =
        TrainedModel.of(
            TrainedNetwork.biases(
                plan.hyper().shape(), plan.prepared().transform(), plan.hyper().weightDecay()));
    Manifest manifest = RunManifest.ofInteractions(plan, model, ranking.toProto(), digests);
    ModelMetadata metadata = ModelMetadata.of(manifest, plan.table().users(), plan.table().items());
    OnnxExport export = new OnnxExport(plan.orientation(), model, plan.prepared().training());
    folder.write(ModelFormat.MODEL_FILE, export.model().with(metadata.toProperties())::writeTo);
  }

  /** Opens the version as a reader does, and runs its graph. */
  private void check(VersionFolder folder) throws ModelFormatException {
    Reconstructor constant =
        (input, rows) -> {
          float[] answers = new float[rows.length * input.width()];
          Arrays.fill(answers, ANSWER);
          return answers;
        };
    try (OnnxModel exported = OnnxModel.open(folder.path())) {
      ExportGate.check(
          ExportGate.sample(constant, plan.prepared().training()),
          exported,
          plan.prepared().training());
    }
  }

  private RunReport report(String name, FittedRanking ranking) {
    Map<String, String> settings = new LinkedHashMap<>(plan.settings());
    settings.put("popularity", Float.toString(ranking.head().settings().popularity()));
    return plan.report(name)
        .settings(settings)
        .lists(ranking.lists())
        .examples(ranking.examples())
        .build();
  }
}
