/** The options of the server: their names, defaults, ranges and sources. */
@NullMarked
package io.autorec.server.launch.settings;

import org.jspecify.annotations.NullMarked;
