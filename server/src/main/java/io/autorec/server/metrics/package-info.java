/** What a running server counts, and the port that shows it to Prometheus. */
@NullMarked
package io.autorec.server.metrics;

import org.jspecify.annotations.NullMarked;
