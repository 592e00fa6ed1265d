package io.autorec.trainer.training;

import io.autorec.model.IdVocabulary;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.evaluation.BiasBaseline;
import io.autorec.trainer.matrix.RatingMatrix;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.network.RowTransform;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.settings.FactorChoice;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.settings.Selection;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A small split on the scale [-2, 5], where 0 and less are ratings, and networks for it. */
final class TrainingData {
  private static final int USERS = 12;
  private static final int ITEMS = 9;

  private final RatingTable table;
  final RatingMatrix training;
  final RatingMatrix validation;

  TrainingData() {
    table = table(new Random(5));
    RatingSplit split = RatingSplit.random(table.size(), 0, 0.2, 3);
    training = RatingMatrix.of(table, split.training(), Orientation.ITEM);
    validation = RatingMatrix.of(table, split.validation(), Orientation.ITEM);
  }

  /** Other ratings, some of them to train on and none to validate. */
  TrainingData(RatingTable table, int[] forTraining) {
    this.table = table;
    training = RatingMatrix.of(table, forTraining, Orientation.ITEM);
    validation = RatingMatrix.of(table, new int[0], Orientation.ITEM);
  }

  RatingTable table() {
    return table;
  }

  RowTransform transform(HyperParameters hyper) {
    BiasBaseline bias = BiasBaseline.fit(training);
    return new RowTransform(
        hyper.centering(),
        new RatingScale(-2, 5),
        bias.globalMean(),
        bias.columnBiases(),
        training.coldColumns(),
        bias.rowDamping(),
        hyper.inputExponent(),
        (double) training.size() / training.observedRows().length);
  }

  static HyperParameters hyper(
      HiddenActivation hidden, OutputActivation output, Centering centering) {
    return new HyperParameters(
        5,
        hidden,
        output,
        centering,
        true,
        FactorChoice.NONE,
        0.5,
        0.01,
        0.1,
        4,
        6,
        6,
        1,
        0,
        0,
        List.of(),
        0.2,
        List.of(),
        false,
        Selection.NONE,
        11);
  }

  /** Several networks, whose mean is clipped like theirs. */
  static HyperParameters networks(int count, double residualShare) {
    return new HyperParameters(
        5,
        HiddenActivation.SIGMOID,
        OutputActivation.IDENTITY,
        Centering.NONE,
        true,
        FactorChoice.NONE,
        0.5,
        0.01,
        0.1,
        4,
        6,
        6,
        count,
        residualShare,
        0,
        List.of(),
        40,
        List.of(),
        false,
        Selection.NONE,
        11);
  }

  /** The network of the paper, without mask encoder and scaling. */
  static HyperParameters plain() {
    return new HyperParameters(
        5,
        HiddenActivation.SIGMOID,
        OutputActivation.IDENTITY,
        Centering.NONE,
        false,
        FactorChoice.NONE,
        0,
        0.01,
        0.1,
        4,
        6,
        6,
        1,
        0,
        0,
        List.of(),
        0.2,
        List.of(),
        false,
        Selection.NONE,
        11);
  }

  private static RatingTable table(Random random) {
    int[] cells = IntStream.range(0, USERS * ITEMS).filter(cell -> random.nextInt(3) > 0).toArray();
    float[] ratings = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      ratings[i] = random.nextInt(8) - 2;
    }
    return new RatingTable(
        IdVocabulary.of(IntStream.range(0, USERS).mapToObj(u -> "u" + u).toList()),
        IdVocabulary.of(IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList()),
        IntStream.of(cells).map(cell -> cell / ITEMS).toArray(),
        IntStream.of(cells).map(cell -> cell % ITEMS).toArray(),
        ratings);
  }
}
