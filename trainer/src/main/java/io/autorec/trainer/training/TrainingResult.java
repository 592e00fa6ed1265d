package io.autorec.trainer.training;

import io.autorec.trainer.network.TrainedModel;
import io.autorec.trainer.settings.HyperParameters;
import org.jspecify.annotations.Nullable;

/**
 * What a finished run came to.
 *
 * @param model all networks, or the biases where these are not clearly better
 * @param hyper how the model was trained: those of the run, or a single network's for the biases
 * @param epoch the epoch that the last network was taken from; 0 where the model is the biases
 * @param validationRmse of the model; null where there are no validation ratings
 */
public record TrainingResult(
    TrainedModel model, HyperParameters hyper, int epoch, @Nullable Double validationRmse) {}
