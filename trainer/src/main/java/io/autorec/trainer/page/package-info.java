/** Pages for people: HTML that is escaped, charts as SVG, and numbers as people read them. */
@NullMarked
package io.autorec.trainer.page;

import org.jspecify.annotations.NullMarked;
