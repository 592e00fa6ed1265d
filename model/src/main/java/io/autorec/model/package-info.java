/**
 * The model format: manifest, orientation, rating scale, id vocabularies, row encoding and rating
 * history.
 */
@NullMarked
package io.autorec.model;

import org.jspecify.annotations.NullMarked;
