package io.autorec.trainer.network;

import io.autorec.model.RatingScale;
import java.util.List;

/**
 * Everything that a prediction takes: the weighted mean of what networks say, clipped to the scale.
 *
 * @param members at least one, of one width and one rating scale
 */
public record TrainedModel(List<Member> members) {
  /**
   * A network and its part in the prediction.
   *
   * @param share those of all members add up to 1
   */
  public record Member(TrainedNetwork network, float share) {}

  public TrainedModel {
    members = List.copyOf(members);
  }

  /** A single network. */
  public static TrainedModel of(TrainedNetwork network) {
    return new TrainedModel(List.of(new Member(network, 1)));
  }

  /** Two networks, the second with a share. */
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
