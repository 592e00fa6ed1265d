/** What connections are made of: TLS, and how many there may be. */
@NullMarked
package io.autorec.server.transport;

import org.jspecify.annotations.NullMarked;
