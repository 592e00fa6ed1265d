package io.autorec.trainer.head;

import io.autorec.foldin.Codes;
import io.autorec.model.RatingHistory;
import io.autorec.model.RatingScale;
import io.autorec.model.UserRatings;
import io.autorec.ranking.RankingHead;
import io.autorec.trainer.ranking.HeadScorer;
import io.autorec.trainer.ranking.RankedLists;
import io.autorec.trainer.ranking.RankingQuality;
import io.autorec.trainer.ranking.RelevantItems;
import io.autorec.trainer.ranking.UserScorer;
import io.autorec.trainer.training.step.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Fits a ranking head to training ratings and to choices without a rating. The validation part
 * chooses the share of the item codes and the order of lists, by NDCG@10; without predicted
 * ratings, how much popularity counts. The default stays unless another is better by {@value
 * #CLEARLY}.
 */
public final class HeadTraining {
  private static final double CLEARLY = 0.02;
  private static final int TOP = 10;
  private static final List<Float> CODE_SHARES = List.of(0f, 0.2f, 0.6f);

  /** The interactions of the validation part that suffice to choose the popularity on. */
  private static final int ENOUGH_FOR_POPULARITY = 1_000;

  /**
   * The users whose lists suffice to choose by: their mean NDCG is certain to a few thousandths.
   */
  private static final int ENOUGH_USERS = 20_000;

  /** For interactions that follow popularity more than taste. */
  private static final List<Float> POPULARITIES = List.of(0.1f, 0.3f, 1f, 10f);

  /** The training ratings, and the choices without a rating. */
  private final UserRatings choices;

  private final int items;
  private final RatingScale scale;
  private final RelevantItems relevant;

  private HeadTraining(RatingHistory history, int items, RatingScale scale) {
    this.choices = history.choices();
    this.items = items;
    this.scale = scale;
    float threshold = RelevantItems.defaultThreshold(scale);
    this.relevant = RelevantItems.of(history.validation(), threshold).ofSome(ENOUGH_USERS);
  }

  /**
   * Fits a head.
   *
   * @param history the training ratings, the choices without a rating, and the validation ratings
   * @param items the number of items
   * @param codes of the items, from the trained network; empty if there are none
   * @param predicted scores items by predicted rating; null if the model predicts none
   * @param threads how many to use
   * @param onItem called when an item's weights are fitted, by any of the threads
   */
  public static TrainedHead fit(
      RatingHistory history,
      int items,
      RatingScale scale,
      Optional<Codes> codes,
      @Nullable UserScorer predicted,
      int threads,
      IntConsumer onItem) {
    long started = System.nanoTime();
    HeadTraining training = new HeadTraining(history, items, scale);
    NeighbourWeights weights;
    try (Workers workers = new Workers(threads)) {
      UserRatings inputs =
          training.choices.map(
              rating -> RankingHead.input(HeadSettings.DEFAULT.lowestInput(), scale, rating));
      InputColumns columns = new InputColumns(inputs, items);
      ItemProducts products =
          items <= ProductTable.MOST_ITEMS ? new ProductTable(columns, workers) : columns;
      weights =
          NeighbourWeights.fit(
              columns,
              products,
              codes.map(known -> CodePrediction.of(known, inputs, workers)),
              workers,
              onItem);
    }
    return training.choose(weights, codes.isPresent(), predicted, started);
  }

  /** The most heap that a fit takes, in bytes. */
  public static long heap(long items, long ratings) {
    long table = items <= ProductTable.MOST_ITEMS ? 2 * items * items : 0;
    // Twice the weights of both targets, their mix and its sizes.
    long weights = items * HeadSettings.NEIGHBOURS * 8 * Float.BYTES;
    return table + weights + 4 * Float.BYTES * ratings;
  }

  /** The most bytes of the file of a head. */
  public static long fileBytes(long items) {
    // A weight and the gap to its item, and the prior and the count of each item.
    long neighbours = Math.min(items, HeadSettings.NEIGHBOURS);
    return (long) (items * (2 * Float.BYTES * HeadSettings.KEPT * neighbours + 2 * Float.BYTES));
  }

  private TrainedHead choose(
      NeighbourWeights weights, boolean hasCodes, @Nullable UserScorer predicted, long started) {
    HeadSettings chosen = hasCodes ? HeadSettings.DEFAULT : HeadSettings.DEFAULT.withCodeShare(0);
    RankingHead head = head(weights, chosen);
    boolean byChoice = true;
    if (relevant.users().length > 0) {
      double first = ndcg(scorer(head));
      double best = first;
      for (HeadSettings other : candidates(chosen, hasCodes, predicted == null)) {
        RankingHead candidate = head(weights, other);
        double found = ndcg(scorer(candidate));
        if (found > best && isClearlyBetter(found, first)) {
          best = found;
          chosen = other;
          head = candidate;
        }
      }
      if (predicted != null) {
        byChoice = !isClearlyBetter(ndcg(predicted), best);
      }
    }
    return new TrainedHead(head, chosen, byChoice, (System.nanoTime() - started) / 1e9);
  }

  /** The settings to try beside the default: shares of the codes, or popularities. */
  private List<HeadSettings> candidates(
      HeadSettings first, boolean hasCodes, boolean onlyByChoice) {
    List<HeadSettings> candidates = new ArrayList<>();
    if (hasCodes) {
      CODE_SHARES.forEach(share -> candidates.add(first.withCodeShare(share)));
    }
    if (onlyByChoice && relevant.size() >= ENOUGH_FOR_POPULARITY) {
      POPULARITIES.forEach(popularity -> candidates.add(first.withPopularity(popularity)));
    }
    return candidates;
  }

  private RankingHead head(NeighbourWeights weights, HeadSettings settings) {
    return weights.head(settings, scale, prior(settings.popularity()));
  }

  private static boolean isClearlyBetter(double found, double than) {
    return found > than && found >= than * (1 + CLEARLY);
  }

  private UserScorer scorer(RankingHead head) {
    return new HeadScorer(head, choices);
  }

  private double ndcg(UserScorer scorer) {
    RankedLists.LeftOut shown = choices::forEachItem;
    return RankingQuality.of(scorer, items, TOP, shown, relevant).ndcg();
  }

  private float[] prior(float popularity) {
    int[] counts = choices.countsOfItems(items);
    float[] prior = new float[items];
    for (int item = 0; item < items; item++) {
      prior[item] = popularity * counts[item] / Math.max(1, choices.users());
    }
    return prior;
  }
}
