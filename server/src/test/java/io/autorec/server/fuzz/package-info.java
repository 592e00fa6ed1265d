/**
 * Requests and byte streams that no client should send, and what the server promises all the same.
 */
@NullMarked
package io.autorec.server.fuzz;

import org.jspecify.annotations.NullMarked;
