/** Finds, checks and loads model versions. */
@NullMarked
package io.autorec.server.repository;

import org.jspecify.annotations.NullMarked;
