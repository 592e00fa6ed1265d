@NullMarked
package io.autorec;

import org.jspecify.annotations.NullMarked;
