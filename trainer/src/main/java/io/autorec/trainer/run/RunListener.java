package io.autorec.trainer.run;

import io.autorec.trainer.checkpoint.CheckpointListener;
import io.autorec.trainer.checkpoint.StoredRun;
import io.autorec.trainer.head.TrainedHead;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.Trainer;
import java.util.List;

/** Receives the progress of a run, in this order, on the thread of the run. */
public interface RunListener extends Trainer.Listener, CheckpointListener {
  /** A listener that ignores everything. */
  RunListener NONE = new RunListener() {};

  /** There are states of earlier runs beside the model, which this run does not continue. */
  default void onEarlierRuns(List<StoredRun.Earlier> earlier) {}

  /**
   * The heap has room for the run.
   *
   * @param heapBytes the most that it will take, with what it has already
   */
  default void onRoom(long heapBytes) {}

  /** An earlier run trained the networks, in this many epochs; this run only publishes. */
  default void onAlreadyTrained(int epochs) {}

  /** Training begins. */
  default void onTrainingStarted(HyperParameters hyper) {}

  /** Training is over: finished, stopped or failed. */
  default void onTrainingEnded() {}

  /**
   * The exported graphs passed the export gate.
   *
   * @param largestDifference between two predictions of ONNX Runtime and of PyTorch
   */
  default void onExportChecked(double largestDifference) {}

  /**
   * The networks are trained on with the validation ratings, after these have made all choices.
   *
   * @param ratings how many there are
   */
  default void onTrainedOn(int ratings) {}

  /**
   * The weights of one more item of the ranking head are fitted. Called by several threads.
   *
   * @param done how many items have theirs
   * @param total the number of items
   */
  default void onHeadItem(int done, int total) {}

  /** The ranking head was fitted. */
  default void onHeadFitted(TrainedHead head) {}

  /** There is no validation rating to check 8-bit weights on: float32 weights are published. */
  default void onQuantizationUnchecked() {}

  /**
   * 8-bit weights were compared with float32 weights.
   *
   * @param limit the largest rise with which 8-bit weights are published
   * @param kept whether they are published
   */
  default void onQuantized(double validationRmse, double float32Rmse, double limit, boolean kept) {}
}
