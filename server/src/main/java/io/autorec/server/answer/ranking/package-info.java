/** The items that one Recommend shows: chosen by their scores, by choice or by predicted rating. */
@NullMarked
package io.autorec.server.answer.ranking;

import org.jspecify.annotations.NullMarked;
