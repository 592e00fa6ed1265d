/**
 * Reads ratings files into sorted columns of positions and ratings.
 *
 * <p>{@link io.autorec.trainer.ratings.RatingsReader} finds the format, checks every row and says
 * where a bad one is. {@link io.autorec.trainer.ratings.TitlesReader} reads the titles for it.
 * Nothing here knows how the ratings are split or trained on.
 */
@NullMarked
package io.autorec.trainer.ratings;

import org.jspecify.annotations.NullMarked;
