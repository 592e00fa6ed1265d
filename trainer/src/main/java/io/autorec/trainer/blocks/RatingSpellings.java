package io.autorec.trainer.blocks;

import io.autorec.trainer.fields.FieldValues;
import java.util.Arrays;

/** Ratings by their spelling, which is understood when it first comes. Not thread-safe. */
final class RatingSpellings {
  private final FieldValues meaning;
  private final Spellings spellings = new Spellings();
  private float[] values = new float[16];

  RatingSpellings(FieldValues meaning) {
    this.meaning = meaning;
  }

  /** The rating in UTF-8 text, as {@link FieldValues#rating} says it. */
  float value(byte[] text, int from, int to) {
    int known = spellings.size();
    int number = spellings.number(text, from, to);
    if (number == known) {
      if (number == values.length) {
        values = Arrays.copyOf(values, 2 * number);
      }
      values[number] = meaning.rating(spellings.text(number));
    }
    return values[number];
  }
}
