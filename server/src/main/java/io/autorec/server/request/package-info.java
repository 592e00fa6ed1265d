/** Requests: each message is read once and whole, against the model that answers it. */
@NullMarked
package io.autorec.server.request;

import org.jspecify.annotations.NullMarked;
