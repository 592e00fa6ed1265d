/**
 * What a model file is: manifest, orientation, rating scale, vocabulary, row encoding, rating
 * history.
 */
@NullMarked
package io.autorec.model;

import org.jspecify.annotations.NullMarked;
