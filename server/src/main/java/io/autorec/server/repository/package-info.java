/** The models of a repository folder: which versions serve, and how they are replaced. */
@NullMarked
package io.autorec.server.repository;

import org.jspecify.annotations.NullMarked;
