/** The settings of a training run, and their defaults by the shape of the data. */
@NullMarked
package io.autorec.trainer.settings;

import org.jspecify.annotations.NullMarked;
