package io.autorec.trainer.run;

import com.google.protobuf.util.Timestamps;
import io.autorec.model.ModelFormat;
import io.autorec.trainer.evaluation.PredictionError;
import io.autorec.trainer.export.OnnxExport;
import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.publish.TrainerVersion;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.report.RunReport;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.TrainingDevice;
import io.autorec.trainer.training.TrainingResult;
import io.autorec.v1.Accuracy;
import io.autorec.v1.DataSummary;
import io.autorec.v1.Feedback;
import io.autorec.v1.Manifest;
import io.autorec.v1.Quantization;
import io.autorec.v1.Ranking;
import io.autorec.v1.Split;
import io.autorec.v1.SplitMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the manifest of a published version. */
final class RunManifest {
  private RunManifest() {}

  /** The manifest of a version that was trained on ratings. */
  static Manifest of(
      TrainingPlan plan,
      TrainingResult result,
      Accuracy accuracy,
      @Nullable Quantization quantization,
      @Nullable Ranking ranking,
      Map<String, String> digests) {
    Manifest.Builder manifest =
        common(plan, result.model(), digests)
            .setFormatVersion(ModelFormat.VERSION)
            .setHyperParameters(hyperParameters(result))
            .setAccuracy(accuracy)
            .putSoftware("engine", TrainingDevice.engine());
    if (quantization != null) {
      manifest.setQuantization(quantization);
    }
    if (ranking != null) {
      manifest.setRanking(ranking);
    }
    return manifest.build();
  }

  /**
   * The manifest of a version that was trained on interactions.
   *
   * @param model a network without weights
   */
  static Manifest ofInteractions(
      TrainingPlan plan, TrainedModel model, Ranking ranking, Map<String, String> digests) {
    return common(plan, model, digests)
        .setFormatVersion(ModelFormat.IMPLICIT_VERSION)
        .setFeedback(Feedback.FEEDBACK_IMPLICIT)
        .setHyperParameters(
            io.autorec.v1.HyperParameters.newBuilder()
                .setHiddenUnits(model.hiddenUnits())
                .setNetworks(1)
                .setHiddenActivation(plan.hyper().hiddenActivation().toString())
                .setOutputActivation(plan.hyper().outputActivation().toString())
                .setCentering(plan.hyper().centering().toString()))
        .setRanking(ranking)
        .build();
  }

  /** The accuracy of a version, as far as it was measured. */
  static Accuracy accuracy(
      @Nullable Double validationRmse,
      @Nullable PredictionError test,
      RunReport.@Nullable Baselines baselines) {
    Accuracy.Builder accuracy = Accuracy.newBuilder();
    if (validationRmse != null) {
      accuracy.setValidationRmse(validationRmse);
    }
    if (test != null && baselines != null) {
      accuracy
          .setTestRmse(test.rmse())
          .setTestMae(test.mae())
          .setColdTestRatings(test.coldRatings())
          .setGlobalMeanTestRmse(baselines.globalMean())
          .setBiasTestRmse(baselines.bias());
    }
    return accuracy.build();
  }

  private static io.autorec.v1.HyperParameters hyperParameters(TrainingResult result) {
    // Not the run's: where nothing was learned, the model is the biases.
    HyperParameters hyper = result.hyper();
    return io.autorec.v1.HyperParameters.newBuilder()
        .setHiddenUnits(result.model().hiddenUnits())
        .setNetworks(hyper.networks())
        .setResidualShare(hyper.residualShare())
        .setBiasShare(hyper.biasShare())
        .setResidualWeightDecay(hyper.kinds() > 1 ? hyper.residual().lastWeightDecay() : 0)
        .setImplicitFactors(hyper.implicitFactors().toString())
        .setHiddenActivation(hyper.hiddenActivation().toString())
        .setOutputActivation(hyper.outputActivation().toString())
        .setCentering(hyper.centering().toString())
        .setMaskEncoder(hyper.maskEncoder())
        .setInputExponent(hyper.inputExponent())
        .setLearningRate(hyper.learningRate())
        .setWeightDecay(hyper.lastWeightDecay())
        .setBatchSize(hyper.batchSize())
        .setEpochs(hyper.epochs())
        .setBestEpoch(result.epoch())
        .build();
  }

  private static Split split(TrainingPlan plan) {
    Split.Builder split =
        Split.newBuilder()
            .setTestRatio(plan.testRatio())
            .setValidationRatio(plan.validationRatio())
            .setSeed(plan.hyper().seed())
            .setTrainingRatings(plan.split().training().length)
            .setValidationRatings(plan.split().validation().length)
            .setTestRatings(plan.split().test().length)
            .setMethod(
                plan.method() == io.autorec.trainer.matrix.SplitMethod.TIME
                    ? SplitMethod.SPLIT_METHOD_TIME
                    : SplitMethod.SPLIT_METHOD_RANDOM);
    if (plan.test() != null) {
      split.setTestFile(data(plan.test()));
    }
    return split.build();
  }

  private static DataSummary.Builder data(RatingsFile file) {
    return DataSummary.newBuilder()
        .setFileName(file.fileName())
        .setSha256(file.sha256())
        .setRatings(file.table().size())
        .setUsers(file.table().users().size())
        .setItems(file.table().items().size());
  }

  private static Manifest.Builder common(
      TrainingPlan plan, TrainedModel model, Map<String, String> digests) {
    return Manifest.newBuilder()
        .setOrientation(plan.orientation().toProto())
        .setWidth(model.width())
        .setRatingScale(
            io.autorec.v1.RatingScale.newBuilder()
                .setMin(model.scale().min())
                .setMax(model.scale().max()))
        .setGlobalMean(model.members().get(0).network().transform().globalMean())
        .setData(data(plan.file()))
        .setSplit(split(plan))
        .putAllFileDigests(digests)
        .putSoftware("autorec", TrainerVersion.number())
        .putSoftware("opset", Integer.toString(OnnxExport.opset()))
        .setCreatedAt(Timestamps.now());
  }
}
