package io.autorec.trainer.run;

import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.trainer.export.OnnxExport;
import io.autorec.trainer.head.HeadTraining;
import io.autorec.trainer.publish.ExportGate;
import io.autorec.trainer.publish.GraphFiles;
import io.autorec.trainer.settings.FactorChoice;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.training.TrainingDevice;

/**
 * The memory and disk space of a run, computed before it begins: bytes of its parameters and of its
 * ids, times the number of copies that exist at once.
 *
 * @param rows the number of rows of the matrix
 * @param width the width of a row
 * @param units the hidden units of one network
 * @param networks the number of networks that the model is made of, at most
 * @param kept the number of trained networks that are kept while another is trained
 * @param isMean whether several networks of one kind become one
 * @param matrices the number of matrices of a network that are as wide as a row: encoders and
 *     decoder
 * @param isByItem whether a row is an item's ratings
 * @param hasFactors whether a network may be trained with implicit factors of the rows
 * @param ratings the number of ratings, and of pairs without one
 * @param idBytes the bytes of ids and titles in the model file
 */
record ModelSize(
    long rows,
    long width,
    long units,
    int networks,
    int kept,
    boolean isMean,
    int matrices,
    boolean isByItem,
    boolean hasFactors,
    long ratings,
    long idBytes) {
  /**
   * The most copies of the ids in the heap: some when they are written, some when they are read
   * back.
   */
  private static final int COPIES_OF_IDS = 10;

  /** Java's overhead for the strings of an id, in all these copies. */
  private static final int BYTES_PER_ID = 240;

  /** The bytes of an escaped character that is not ASCII. */
  private static final int ESCAPED_BYTES = 6;

  /** The bytes of a rating and its positions in a file. */
  private static final int BYTES_PER_RATING = 6;

  /** The bytes of the report and similar files. */
  private static final long OTHER_FILES_BYTES = 1 << 18;

  /** Java's overhead for an array that another array refers to. */
  private static final long BYTES_PER_ARRAY = 20;

  static ModelSize of(TrainingPlan plan) {
    HyperParameters hyper = plan.hyper();
    return new ModelSize(
        plan.prepared().training().rows(),
        plan.prepared().transform().width(),
        hyper.hiddenUnits(),
        hyper.allNetworks(),
        hyper.allNetworks() - (hyper.selection().weightDecay() ? 0 : 1),
        hyper.networks() > 1,
        hyper.maskEncoder() ? 3 : 2,
        plan.orientation() == Orientation.ITEM,
        hyper.selection().implicitFactors() || hyper.implicitFactors() != FactorChoice.NONE,
        plan.table().size() + (long) plan.file().unrated().size(),
        bytes(plan.table().users()) + bytes(plan.table().items()));
  }

  private static long bytes(IdVocabulary ids) {
    long bytes = 0;
    for (int i = 0; i < ids.size(); i++) {
      bytes += bytes(ids.ids().get(i)) + bytes(ids.title(i));
    }
    return bytes;
  }

  private static long bytes(String text) {
    long escaped = text.chars().filter(c -> c > 0x7f).count();
    // Quotes and a comma, too.
    return text.length() + (ESCAPED_BYTES - 1) * escaped + 3;
  }

  /** The bytes of a float for each hidden unit of all networks and each column. */
  private long columns() {
    return Float.BYTES * units * networks * width;
  }

  /** The bytes of a float for each hidden unit of all networks and each row. */
  private long codes() {
    return Float.BYTES * units * networks * rows;
  }

  /** The bytes of the codes that a model keeps to fit new columns. */
  private long foldIn() {
    if (codes() > OnnxExport.MOST_FOLD_IN_BYTES) {
      return 0;
    }
    return codes() + columns() > OnnxExport.MOST_FOLD_IN_BYTES ? codes() : codes() + columns();
  }

  /** The bytes of the parameters of all networks. */
  long trainedBytes() {
    return matrices * columns();
  }

  /** The most bytes of the state that is kept of a run: as much as training holds. */
  long stateBytes() {
    return trainingHeap(TrainingDevice.CPU);
  }

  /** The length of the longest file, be it of weights, or of a trained run. */
  long longestFileBytes() {
    return Math.max(trainedBytes() + idBytes, isByItem ? columns() + codes() : 0);
  }

  /**
   * The bytes of the largest file of a version, apart from files of weights: a graph with 8-bit
   * weights, and ids. No array of floats is longer than this says.
   */
  long largestFileBytes() {
    return Math.max(trainedBytes(), isByItem ? columns() + codes() : 0) / Float.BYTES + idBytes;
  }

  /** The bytes of all files of a version. */
  long versionBytes() {
    long userScores = isByItem ? columns() + codes() : 0;
    return trainedBytes()
        + userScores
        + (foldIn() == 0 ? 0 : foldIn() + codes())
        + HeadTraining.fileBytes(items())
        + idBytes
        + BYTES_PER_RATING * ratings
        + OTHER_FILES_BYTES;
  }

  /** The bytes of the parameters of all networks on the heap, with an array for each column. */
  private long trainedHeap() {
    return trainedBytes() + BYTES_PER_ARRAY * matrices * networks * width;
  }

  /** The most heap that parameters take during training. */
  long trainingHeap(TrainingDevice device) {
    long one = trainedHeap() / networks;
    // On the processor: the parameters, Adam's two moments of them, and the best so far.
    long without = kept * one + (device == TrainingDevice.CPU ? 4 : 3) * one;
    if (!hasFactors) {
      return without;
    }
    // All these have a factor for each row, and so have the gradients; sums and weights do not.
    double withRows = (double) (width + rows) / width;
    return (long) (withRows * (without + one)) + 2 * one;
  }

  /** The most heap that parameters take during publishing. */
  long publishingHeap() {
    long mean = isMean ? 2 * trainedHeap() : 0;
    long kept = trainedHeap() + foldIn() + (isByItem ? codes() : 0);
    // Graphs are written as they are worked out. With 8-bit weights they are held, and one matrix
    // twice more.
    long quantized = trainedBytes() / Float.BYTES + 2 * Math.max(codes(), columns()) / networks;
    // The fold-in is written, and read back; DJL takes a copy of each matrix; some rows are
    // compared.
    long gate = Math.max(foldIn(), columns()) + 3 * comparedRows();
    long most = Math.max(Math.max(quantized, foldIn()), gate);
    return Math.max(mean, kept + Math.max(most, head()));
  }

  /** The heap that the fit of the ranking head takes. */
  private long head() {
    long codes = isByItem ? codes() : columns();
    // The codes of the items again, and their products with the inputs.
    return HeadTraining.heap(items(), ratings) + (foldIn() == 0 ? 0 : 2 * codes);
  }

  private long items() {
    return isByItem ? rows : width;
  }

  /** The most heap that ids and titles take during publishing. */
  long idHeap() {
    return COPIES_OF_IDS * idBytes + BYTES_PER_ID * (rows + width);
  }

  /** The bytes of the longest array of the export. */
  long largestArrayBytes() {
    return Math.max(codes(), columns());
  }

  /** The most bytes outside the heap. Java allows as many as it allows in the heap. */
  long directBytes() {
    long graphs =
        within(trainedBytes()) + (isByItem ? within(columns() + codes()) : 0) + within(codes());
    // PyTorch holds one network at a time.
    return Math.max(trainedBytes() / networks, graphs + foldIn() + idBytes) + 2 * comparedRows();
  }

  /** The bytes of weights that a graph's own file holds, which is read as a whole. */
  private static long within(long weights) {
    return weights > GraphFiles.MOST_BYTES_WITHIN ? 0 : weights;
  }

  private long comparedRows() {
    return (long) Float.BYTES * ExportGate.SAMPLED * width;
  }
}
