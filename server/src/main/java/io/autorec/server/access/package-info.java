/** Who calls, what they may do, and how often. */
@NullMarked
package io.autorec.server.access;

import org.jspecify.annotations.NullMarked;
