/**
 * Logs a published run to an MLflow tracking server, by its REST interface, where the environment
 * names one. A run is published first; whatever fails here costs one line.
 */
@NullMarked
package io.autorec.trainer.tracking;

import org.jspecify.annotations.NullMarked;
