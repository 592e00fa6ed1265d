package io.autorec.trainer.recipe;

/**
 * The parameters of a network, row-major.
 *
 * @param encoder [width, hidden], the paper's V transposed
 * @param hiddenBias [hidden], the paper's mu
 * @param decoder [hidden, width], the paper's W transposed
 * @param outputBias [width], the paper's b
 */
public record NetworkWeights(
    float[] encoder, float[] hiddenBias, float[] decoder, float[] outputBias) {}
