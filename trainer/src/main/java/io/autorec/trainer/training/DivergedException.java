package io.autorec.trainer.training;

/** Thrown if training diverged. The message is one line for the user. */
public final class DivergedException extends RuntimeException {
  DivergedException(int epoch) {
    super(
        "training diverged in epoch %s: the error is no longer a number (expected: a smaller --lr or --wd)"
            .formatted(epoch));
  }
}
