package io.autorec.trainer.settings;

import java.util.Locale;

/** Who makes the choices that no option makes. */
public enum RecipeChoice {
  /** The validation ratings, where they can; else the rules of {@link DefaultRecipe}. */
  AUTO,
  /** The rules of {@link DefaultRecipe} alone. */
  FIXED;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
