/** What is known of a call beside its request: its id, how it ends, and where its time goes. */
@NullMarked
package io.autorec.server.endpoint.calls;

import org.jspecify.annotations.NullMarked;
