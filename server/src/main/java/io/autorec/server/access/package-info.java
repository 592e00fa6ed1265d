/** Authentication of callers, their scopes, and their call rates. */
@NullMarked
package io.autorec.server.access;

import org.jspecify.annotations.NullMarked;
