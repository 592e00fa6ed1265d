package io.autorec.trainer.run;

import io.autorec.model.ModelFormat;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.settings.HyperParameters;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;

/**
 * The free heap for a run.
 *
 * @param bytes the bytes that objects may still take
 * @param spareForLongArrays the factor for arrays that the part for young objects cannot hold: the
 *     heap, in proportion to the rest of it, and something to spare
 */
record HeapRoom(long bytes, double spareForLongArrays) {
  /** The factor for heap that the collector cannot use to the last byte. */
  private static final double SPARE = 1.15;

  /** The same factor for the part of long arrays, where nothing else comes and goes. */
  private static final double SPARE_OF_OLD = 1.05;

  /** Copies of a batch's hidden units: the units, their gradients, and one to spare. */
  private static final int BATCH_COPIES = 3;

  /** The bytes of a rating when it is written: positions, value, and its part of the message. */
  private static final long BYTES_PER_RATING = 24;

  /** The heap that is free after a garbage collection. */
  static HeapRoom now() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long heap = runtime.maxMemory();
    return new HeapRoom(
        heap - (runtime.totalMemory() - runtime.freeMemory()),
        Math.max(SPARE, SPARE_OF_OLD * heap / oldBytes()));
  }

  /** The most bytes of the part of the heap that can hold an array of any length. */
  private static long oldBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getUsage().getMax())
        .max()
        .orElseThrow();
  }

  /** Returns true if a run can train and publish. */
  boolean holds(ModelSize size, TrainingPlan plan) {
    try {
      require(size, plan, false);
      return true;
    } catch (InputException e) {
      return false;
    }
  }

  /**
   * Refuses a run that would train and then lack the memory to publish.
   *
   * @param isTrained whether the run only has to be published
   * @return the bytes of heap that it needs
   */
  long require(ModelSize size, TrainingPlan plan, boolean isTrained) {
    requireFiles(size);
    HyperParameters hyper = plan.hyper();
    long batch = (long) BATCH_COPIES * Float.BYTES * hyper.batchSize() * hyper.hiddenUnits();
    long heap = Runtime.getRuntime().maxMemory();
    double training = isTrained ? 0 : SPARE * (size.trainingHeap(plan.device()) + batch);
    double ids = SPARE * size.idHeap();
    double others = (double) BYTES_PER_RATING * size.ratings();
    double onHeap = Math.max(training, publishing(size) + ids + others);
    long needed = Math.max((long) onHeap, size.directBytes() - (heap - bytes));
    if (needed <= bytes) {
      return needed + heap - bytes;
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
   * Says how many hidden units would fit; "" if none would.
   *
   * @param fixed the bytes that do not depend on them
   */
  private String fewerUnits(ModelSize size, long needed, double fixed) {
    long units = (long) (0.95 * size.units() * (bytes - fixed) / (needed - fixed));
    return units < 1 ? "" : ", or at most --ksize " + units;
  }

  private double publishing(ModelSize size) {
    double spare = SPARE * size.publishingHeap();
    return 4 * size.largestArrayBytes() > spare
        ? spareForLongArrays * size.publishingHeap()
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
