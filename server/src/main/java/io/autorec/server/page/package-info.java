/** The page for people on the HTTP port: models, traffic, and a panel to try them. */
@NullMarked
package io.autorec.server.page;

import org.jspecify.annotations.NullMarked;
