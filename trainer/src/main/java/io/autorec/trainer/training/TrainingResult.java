package io.autorec.trainer.training;

import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.settings.HyperParameters;
import org.jspecify.annotations.Nullable;

/**
 * The result of a finished run.
 *
 * @param model all networks, or the biases if the networks are not clearly better
 * @param hyper the hyper-parameters of the run; for the biases, those of a single network
 * @param epoch the epoch that the first network of the kind with the largest share was taken from;
 *     0 if the model is the biases
 * @param validationRmse the RMSE of the model; null if there are no validation ratings
 */
public record TrainingResult(
    TrainedModel model, HyperParameters hyper, int epoch, @Nullable Double validationRmse) {}
