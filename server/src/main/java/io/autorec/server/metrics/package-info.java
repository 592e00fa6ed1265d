/** The metrics of a running server, and the port that shows them to Prometheus. */
@NullMarked
package io.autorec.server.metrics;

import org.jspecify.annotations.NullMarked;
