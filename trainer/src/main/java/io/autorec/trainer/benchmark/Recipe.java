package io.autorec.trainer.benchmark;

import io.autorec.model.Orientation;
import io.autorec.trainer.network.Centering;
import io.autorec.trainer.network.HiddenActivation;
import io.autorec.trainer.network.OutputActivation;
import io.autorec.trainer.settings.RecipeChoice;
import io.autorec.trainer.settings.TrainingSettings;
import io.autorec.trainer.settings.TrainingSettingsBuilder;
import java.util.List;
import java.util.Optional;

/**
 * Training settings under a name.
 *
 * @param name the row's name in the table
 */
public record Recipe(String name, TrainingSettings settings) {
  /** The recipes with a name of their own. */
  public static final List<Recipe> KNOWN =
      List.of(
          new Recipe("item", of(Orientation.ITEM).build()),
          new Recipe("user", of(Orientation.USER).build()),
          new Recipe("item-networks-2", of(Orientation.ITEM).networks(2).build()),
          new Recipe("item-networks-4", of(Orientation.ITEM).networks(4).build()),
          new Recipe("user-networks-2", of(Orientation.USER).networks(2).build()),
          new Recipe("item-fixed", of(Orientation.ITEM).recipe(RecipeChoice.FIXED).build()),
          new Recipe("user-fixed", of(Orientation.USER).recipe(RecipeChoice.FIXED).build()),
          new Recipe("paper-item", paper(Orientation.ITEM).build()),
          new Recipe("paper-user", paper(Orientation.USER).build()),
          new Recipe("f-identity-g-identity", linear().build()),
          new Recipe(
              "f-sigmoid-g-identity", linear().outputActivation(OutputActivation.SIGMOID).build()),
          new Recipe(
              "f-sigmoid-g-sigmoid",
              paper(Orientation.ITEM).outputActivation(OutputActivation.SIGMOID).build()));

  /** Returns true if it leaves choices to validation ratings. */
  boolean validates() {
    return settings.recipe() == RecipeChoice.AUTO;
  }

  /** A recipe by its name. */
  public static Optional<Recipe> named(String name) {
    return KNOWN.stream().filter(recipe -> recipe.name.equals(name)).findFirst();
  }

  private static TrainingSettingsBuilder of(Orientation orientation) {
    return TrainingSettings.builder().orientation(orientation);
  }

  private static TrainingSettingsBuilder paper(Orientation orientation) {
    return of(orientation)
        .recipe(RecipeChoice.FIXED)
        .weightDecay(100.0)
        .learningRate(0.002)
        .batchSize(256)
        .centering(Centering.NONE)
        .maskEncoder(false)
        .inputExponent(0);
  }

  // Chosen on validation parts of MovieLens 1M, where without a sigmoid in the middle they do best.
  private static TrainingSettingsBuilder linear() {
    return paper(Orientation.ITEM)
        .hiddenActivation(HiddenActivation.IDENTITY)
        .weightDecay(2000.0)
        .learningRate(0.001);
  }
}
