package io.autorec.trainer.cli;

import io.autorec.model.Orientation;

/**
 * What a model of a shape takes, worked out before it is trained.
 *
 * @param rows of the matrix
 * @param width of a row
 * @param units of one network
 * @param networks how many are trained
 * @param encoders how many a network has
 * @param isByItem whether a row is an item's ratings
 */
record ModelSize(long rows, long width, long units, int networks, int encoders, boolean isByItem) {
  /** Most bytes of codes that a model can be fitted new columns by. */
  private static final long MOST_FOLD_IN_BYTES = 1L << 30;

  static ModelSize of(Fitting fitting) {
    return new ModelSize(
        fitting.training().rows(),
        fitting.transform().width(),
        fitting.hyper().hiddenUnits(),
        fitting.hyper().allNetworks(),
        fitting.hyper().maskEncoder() ? 2 : 1,
        fitting.orientation() == Orientation.ITEM);
  }

  /** A float for each hidden unit of all networks and each column. */
  private long columnBytes() {
    return Float.BYTES * units * networks * width;
  }

  private long rowBytes() {
    return Float.BYTES * units * networks * rows;
  }

  /** The parameters of all networks. */
  long trainedBytes() {
    return (encoders + 1) * columnBytes();
  }

  /** What is kept to fit new columns. */
  long foldInBytes() {
    long bytes = rowBytes() + columnBytes();
    return bytes > MOST_FOLD_IN_BYTES ? 0 : bytes;
  }

  /** The files of a version. */
  long versionBytes() {
    long userScores = isByItem ? columnBytes() + rowBytes() : 0;
    long foldIn = foldInBytes() == 0 ? 0 : foldInBytes() + rowBytes();
    return trainedBytes() + userScores + foldIn;
  }
}
