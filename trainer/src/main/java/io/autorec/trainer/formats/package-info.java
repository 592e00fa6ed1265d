/**
 * The formats of files that people pass and the trainer does not read, known by how they begin.
 * Nothing here reads a file.
 */
@NullMarked
package io.autorec.trainer.formats;

import org.jspecify.annotations.NullMarked;
