/** Checks what a request says before anything is computed from it. */
@NullMarked
package io.autorec.server.request;

import org.jspecify.annotations.NullMarked;
