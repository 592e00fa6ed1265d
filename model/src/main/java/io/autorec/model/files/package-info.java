/** The folder of a model version, read once and checked against its digests. */
@NullMarked
package io.autorec.model.files;

import org.jspecify.annotations.NullMarked;
