/** Calls to copy: retries, error details, and many users through one stream. No command line. */
@NullMarked
package io.autorec.examples.calls;

import org.jspecify.annotations.NullMarked;
