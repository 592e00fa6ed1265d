package io.autorec.trainer.run;

import io.autorec.model.ModelFormat;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.settings.HyperParameters;

/**
 * The free room on the heap for a run.
 *
 * @param bytes that objects may still take
 */
record HeapRoom(long bytes) {
  /** Of the heap, what the collector cannot fill to the last byte. */
  private static final double SPARE = 1.15;

  /** The same where an array is longer than the third for young objects: two thirds are left. */
  private static final double SPARE_FOR_LONG_ARRAYS = 1.5;

  /** Hidden units of a batch, their gradients, and room to spare. */
  private static final int BATCH_COPIES = 3;

  /** Ratings as they are written: positions, values, and the message around them. */
  private static final long BYTES_PER_RATING = 24;

  /** The room that is left after a garbage collection. */
  static HeapRoom now() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return new HeapRoom(runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory()));
  }

  /**
   * Refuses a run that would train and then not have the memory to publish.
   *
   * @param isTrained whether it is only to be published
   */
  void require(ModelSize size, TrainingPlan plan, boolean isTrained) {
    requireFiles(size);
    HyperParameters hyper = plan.hyper();
    long batch = (long) BATCH_COPIES * Float.BYTES * hyper.batchSize() * hyper.hiddenUnits();
    long heap = Runtime.getRuntime().maxMemory();
    double training = isTrained ? 0 : SPARE * (size.trainingHeap(plan.device()) + batch);
    double ids = SPARE * size.idHeap();
    double others = (double) BYTES_PER_RATING * size.ratings();
    double onHeap = Math.max(training, publishing(size) + ids) + others;
    long needed = Math.max((long) onHeap, size.directBytes() - (heap - bytes));
    if (needed <= bytes) {
      return;
    }
    long most = heap + needed - bytes;
    throw new InputException(
        "memory: %s needs %d MiB of heap, and %d are free (expected: about JAVA_OPTS=-Xmx%dm%s)"
            .formatted(
                isTrained ? "publishing" : "training and publishing",
                mib(needed),
                mib(bytes),
                // The collector keeps some of the heap for itself.
                mib(most + most / 16),
                isTrained ? "" : fewerUnits(size, needed, ids + others)));
  }

  /**
   * Says with how many hidden units the room would do; nothing where it would with none.
   *
   * @param fixed bytes that do not depend on them
   */
  private String fewerUnits(ModelSize size, long needed, double fixed) {
    long units = (long) (0.95 * size.units() * (bytes - fixed) / (needed - fixed));
    return units < 1 ? "" : ", or at most --ksize " + units;
  }

  private static double publishing(ModelSize size) {
    double spare = SPARE * size.publishingHeap();
    return 4 * size.largestArrayBytes() > spare
        ? SPARE_FOR_LONG_ARRAYS * size.publishingHeap()
        : spare;
  }

  private static void requireFiles(ModelSize size) {
    if (size.largestFileBytes() > ModelFormat.MOST_BYTES) {
      throw new InputException(
          "-k/--ksize: %d units of %d networks make a file of %d MiB (expected: at most 2047, so at most --ksize %d)"
              .formatted(
                  size.units(),
                  size.networks(),
                  mib(size.largestFileBytes()),
                  (long)
                      ((double) size.units() * ModelFormat.MOST_BYTES / size.largestFileBytes())));
    }
  }

  private static long mib(long bytes) {
    return (bytes >> 20) + 1;
  }
}
