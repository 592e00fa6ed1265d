package io.autorec.trainer.network;

import io.autorec.model.RatingScale;
import java.util.List;

/**
 * A trained model: it predicts the weighted mean of the predictions of networks, clipped to the
 * scale.
 *
 * @param members the networks, at least one, of one width and one rating scale
 */
public record TrainedModel(List<Member> members) {
  /**
   * A network and its share in the prediction.
   *
   * @param share the share; the shares of all members add up to 1
   */
  public record Member(TrainedNetwork network, float share) {}

  public TrainedModel {
    members = List.copyOf(members);
  }

  /** A model of a single network. */
  public static TrainedModel of(TrainedNetwork network) {
    return new TrainedModel(List.of(new Member(network, 1)));
  }

  /** A model of two networks. The share is the second's. */
  public static TrainedModel of(TrainedNetwork network, TrainedNetwork other, double share) {
    return new TrainedModel(
        List.of(new Member(network, (float) (1 - share)), new Member(other, (float) share)));
  }

  /** Length of a row. */
  public int width() {
    return members.get(0).network().transform().width();
  }

  /** The scale that predictions are clipped to. */
  public RatingScale scale() {
    return members.get(0).network().transform().scale();
  }

  /** Hidden units of all members. */
  public int hiddenUnits() {
    return members.stream().mapToInt(member -> member.network().shape().hiddenUnits()).sum();
  }
}
