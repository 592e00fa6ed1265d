/** Makes and bounds connections: TLS, limits, and a small HTTP port. */
@NullMarked
package io.autorec.server.transport;

import org.jspecify.annotations.NullMarked;
