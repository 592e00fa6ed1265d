/**
 * Rows of a database: the result of a query, by a JDBC driver that the user brings.
 *
 * <p>A password is part of the connection alone. What is shown of a URL has none, and messages of a
 * driver pass {@link io.autorec.trainer.database.Secrets}. Nothing here knows which column holds
 * users, items or ratings.
 */
@NullMarked
package io.autorec.trainer.database;

import org.jspecify.annotations.NullMarked;
