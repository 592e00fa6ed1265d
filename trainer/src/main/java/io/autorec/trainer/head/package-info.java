/**
 * The fit of the ranking head: sparse item-to-item weights that rank items by what users choose.
 */
@NullMarked
package io.autorec.trainer.head;

import org.jspecify.annotations.NullMarked;
