/** The file that says which versions of a model are served. */
@NullMarked
package io.autorec.model.policy;

import org.jspecify.annotations.NullMarked;
